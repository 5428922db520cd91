/** The sheets that a round is judged by. */
import { inputsOfPolicy, type Policy } from "../../schema/policy/policy.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { sheetOf } from "../core/indicators/indicate.ts";
import type { Catalogue } from "./catalogue.ts";

/** The sheets that a policy is judged by: ballots, and those from which its inputs come. */
export function sheetsBehind({ sheets }: Pick<Catalogue, "sheets">, policy: Policy): Sheet[] {
  const read = new Set(Object.values(inputsOfPolicy(policy)).map(({ from }) => from && sheetOf(from)));
  return sheets.filter(
    ({ id, rows, policyId, ballots }) =>
      rows !== "compared" && (read.has(id) || (policyId === policy.id && ballots !== undefined)),
  );
}
