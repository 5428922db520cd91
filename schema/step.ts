/** Steps (办理) of what goes from state to state: every kind of it has its own table of actions. */
import type { Permission } from "./roles.ts";

/** An action: from which states, to which one (none: it stays in its own), who may, and whether a reason must be given. */
export interface Action<S extends string> {
  title: string;
  from: readonly S[];
  to?: S;
  permission: Permission;
  needsReason?: true;
}

/** The state after an action; none where it cannot be done from this one. */
export const stateAfter = <S extends string>({ from, to }: Action<S>, state: S): S | undefined =>
  from.includes(state) ? (to ?? state) : undefined;

/** The actions of a table that can be done from a state, in its order. */
export const actionsFrom = <S extends string>(
  actions: Readonly<Record<string, Action<S>>>,
  state: NoInfer<S>,
): Action<S>[] => Object.values(actions).filter(({ from }) => from.includes(state));
