/** Which steps of a trace a caller sees: how stable a rank is, is for prefecture and county only. */
import type { Context } from "hono";
import { covers } from "../../schema/region.ts";
import type { Permission } from "../../schema/roles.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { scopeOf } from "../auth/permissions.ts";
import type { AppEnv } from "../env.ts";

/** Shapes of steps that are not for everyone who may read results, with the permission that they need. */
const guarded: Record<string, Permission> = { stability: "stability:read" };

/**
 * The steps of a trace that the caller may see.
 * @param regionCode where the subject lies; a subject that only the request knows lies nowhere, and the permission
 *   suffices wherever it is held
 */
export function visibleTrace(c: Context<AppEnv>, steps: readonly TraceStep[], regionCode?: string): TraceStep[] {
  const sees = ({ shape }: TraceStep) => {
    if (!Object.hasOwn(guarded, shape)) return true;
    const scope = scopeOf(c.get("principal"), guarded[shape]!);
    return regionCode === undefined ? scope.length > 0 : covers(scope, regionCode);
  };
  const visible = (list: readonly TraceStep[]): TraceStep[] =>
    list.filter(sees).map((step) => (step.steps ? { ...step, steps: visible(step.steps) } : step));
  return visible(steps);
}
