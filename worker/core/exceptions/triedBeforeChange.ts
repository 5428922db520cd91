/** Simulations before a change of cuts: who would move was known by name when the line was drawn. */
import type { Exception } from "../../../schema/exceptions.ts";

/** A simulation, by the parameters that it replaced. */
export interface Tried {
  line: number;
  at: string;
  account: string;
  round: string;
  names: readonly string[];
}

/** A version of a policy with the dated values in which it differs from the one before. */
export interface ChangedVersion {
  policyId: string;
  version: number;
  regionCode: string;
  at: string;
  /** When the version before was made: what was tried before it was tried for that one. */
  since: string;
  push: number;
  values: readonly { name: string; title: string; from: string }[];
}

/** The parameters that draw a line between grades, bands or lists. */
const drawsLine = (name: string) => name.startsWith("/grade/") || /\/(bands|cuts|ratio)$/.test(name);

/** One exception for every version that changes a line which was tried since the version before. */
export function triedBeforeChange(changes: readonly ChangedVersion[], tried: readonly Tried[]): Exception[] {
  return changes.flatMap(({ policyId, version, regionCode, at, since, push, values }): Exception[] => {
    const lines = values.filter(({ name }) => drawsLine(name));
    const found = tried.filter(
      (one) => one.at >= since && one.at <= at && lines.some(({ name }) => one.names.includes(name)),
    );
    const last = found.toSorted((a, b) => a.line - b.line).at(-1);
    if (!last) return [];
    const changed = lines.filter(({ name }) => found.some(({ names }) => names.includes(name)));
    return [
      {
        kind: "triedBeforeChange",
        round: last.round,
        line: last.line,
        reason: `第 ${version} 版改了${changed.map(({ title }) => `“${title}”`).join("")};此前试算过 ${found.length} 次,看过谁会变动(${[...new Set(found.map(({ account }) => account))].join("、")})`,
        rows: changed.map(({ name, from }) => ({
          ...{ sheet: `parameters.${policyId}`, period: "", id: `${name}@${from}`, regionCode, push },
          columns: ["value"],
        })),
      },
    ];
  });
}
