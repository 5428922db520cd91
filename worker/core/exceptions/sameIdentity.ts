/** The same identity number or bank account in two rows: one person twice on the roster, or two paid into one account. */
import type { Exception } from "../../../schema/exceptions.ts";

/** A number by which a person or an account is known, in one row. */
export interface Identity {
  sheet: string;
  id: string;
  regionCode: string;
  push: number;
  column: string;
  title: string;
  value: string;
}

/** So many characters at the end are shown. */
const shown = 4;

const masked = (value: string) => "*".repeat(Math.max(0, value.length - shown)) + value.slice(-shown);

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
        reason: `${first.title} ${masked(first.value)} 登记在 ${some.length} 行:${some.map(({ id }) => id).join("、")}`,
        rows: some.map(({ sheet, id, regionCode, push, column }) => ({
          ...{ sheet, id, regionCode, push, period: "" },
          columns: [column],
        })),
      },
    ];
  });
}
