/** The same identity number or bank account in two rows: one person twice on the roster, or two paid into one account. */
import type { Exception } from "../../../schema/exceptions.ts";
import type { SensitiveKind } from "../../../schema/sheet/definition.ts";
import { maskText } from "../../../schema/sheet/mask.ts";

/** A number by which a person or an account is known, in one row. */
export interface Identity {
  sheet: string;
  id: string;
  regionCode: string;
  push: number;
  column: string;
  title: string;
  kind: SensitiveKind;
  value: string;
}

/** One exception for every number that stands in more than one row of the same column. */
export function sameIdentity(identities: readonly Identity[]): Exception[] {
  const groups = Map.groupBy(
    identities,
    ({ column, value }) => `${column} ${value.replace(/[\s-]/g, "").toUpperCase()}`,
  );
  return [...groups.values()].flatMap((some): Exception[] => {
    const [first] = some;
    if (some.length < 2 || !first) return [];
    return [
      {
        kind: "sameIdentity",
        reason: `${first.title} ${maskText(first.kind, first.value)} 登记在 ${some.length} 行:${some.map(({ id }) => id).join("、")}`,
        rows: some.map(({ sheet, id, regionCode, push, column }) => ({
          ...{ sheet, id, regionCode, push, period: "" },
          columns: [column],
        })),
      },
    ];
  });
}
