/** Successions in the clerk's words, and the step of a trace that tells what an organization took over, from whom, by which line. */
import { periodTitle } from "../../../schema/period.ts";
import type { Policy } from "../../../schema/policy/policy.ts";
import type { Succession } from "../../../schema/succession.ts";
import type { Lineage, TraceStep } from "../../../schema/trace.ts";
import type { Result } from "../indicators/records.ts";
import { gradesOf, outcomeText } from "../moveText.ts";
import { basisOf } from "../parameter.ts";
import type { Descent } from "./sources.ts";

/** An organization by name and code, as it was called when it last stood. */
export type TitleOf = (code: string) => string;

/** A succession as it is told of one of those that it names: 2014-07-01由甲(1)、乙(2)合并而成; 2014-07-01并入丙(3). */
export function successionText({ kind, on, predecessors, successors }: Succession, id: string, title: TitleOf): string {
  const others = (codes: readonly string[]) => codes.flatMap((code) => (code === id ? [] : [title(code)])).join("、");
  const [from, to] = [others(predecessors), others(successors)];
  const [wasThere, isThere] = [predecessors.includes(id), successors.includes(id)];
  switch (kind) {
    case "merge":
      return !isThere ? `${on}并入${to}` : wasThere ? `${on}由${from}并入` : `${on}由${from}合并而成`;
    case "split":
      return !isThere ? `${on}分设为${to}` : wasThere ? `${on}分出${to}` : `${on}由${from}分设`;
    case "rename":
      return wasThere ? `${on}更名${to && `为${to}`}` : `${on}由${from}更名而来`;
    case "abolish":
      return isThere ? `${on}承接${from}` : `${on}撤销${to && `,由${to}承接`}`;
  }
}

/** What an organization took over in a period. */
export interface Inherited {
  id: string;
  descent: readonly Descent[];
  /** Past results under the policy that are not its own, the newest first. */
  results: readonly Result[];
  /** Entries, and results under other policies, that its inputs took from predecessors. */
  taken: readonly Lineage[];
}

/** So many inherited results are told in the sentence; all of them are among the inputs. */
const mostTold = 3;

/**
 * The step that tells of it; none where nothing was taken over.
 * @param mapSheet the roster of successions
 */
export function inheritedStep(
  policy: Policy,
  mapSheet: string,
  { id, descent, results, taken }: Inherited,
  title: TitleOf,
): TraceStep | undefined {
  if (results.length + taken.length === 0) return undefined;
  const said = descent.map((one) => (one.id === id ? "" : title(one.id)) + successionText(one.by, one.id, title));
  const told = results.map((one) => ({ ...one, of: one.of!, text: pastText(policy, one) }));
  const first = told.slice(0, mostTold).map((one) => `${title(one.of)}${periodTitle(one.period)}${one.text}`);
  const more = told.length > mostTold ? `等${told.length}项` : "";
  const distinct = [...new Map(taken.map((one) => [`${one.sheet} ${one.period} ${one.id}`, one])).values()];
  const from = [...Map.groupBy(distinct, ({ of }) => of!)];
  const text = [
    ...said,
    ...(first.length > 0 ? [`承接以往结果:${first.join("、")}${more}`] : []),
    ...(from.length > 0
      ? [`计入原组织的记录:${from.map(([of, list]) => `${title(of)}${list.length}条`).join("、")}`]
      : []),
  ];
  const { source, assumed, ...value } = policy.successors ?? {};
  return {
    shape: "succession",
    title: "沿革",
    text: text.join(";"),
    inputs: [
      ...descent.map(({ by }, i) => ({
        code: by.rows[0]!.id,
        title: "沿革",
        value: said[i]!,
        from: by.rows.map((row) => ({ sheet: mapSheet, period: "", id: row.id, version: row.version, push: row.push })),
      })),
      ...told.map(({ of, period, run, text: result }) => ({
        code: of,
        title: `${title(of)}${periodTitle(period)}结果`,
        value: result,
        from: [{ sheet: `outcomes.${policy.id}`, period, id: of, run, of }],
      })),
      ...from.map(([of, list]) => ({ code: of, title: `${title(of)}记录`, value: list.length, from: list })),
    ],
    ...(policy.successors && {
      parameters: [{ name: "/successors", title: "沿革", value, ...basisOf({ source, assumed }) }],
    }),
  };
}

const pastText = (policy: Policy, { unscored, amount, ...past }: Result): string =>
  unscored === undefined
    ? outcomeText({ ...past, ...(amount !== undefined && { amountFen: Math.round(amount * 100) }) }, gradesOf(policy))
    : "未评分";
