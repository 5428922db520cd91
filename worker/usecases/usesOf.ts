/** What stands on codes of a roster: told before a code goes or changes, in the clerk's words. */
import { periodTitle } from "../../schema/period.ts";
import { subjectsOf } from "../../schema/policy/policy.ts";
import { everywhere } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { entriesUsing, type Look, roundsUsing, sheetsInUse, type Use } from "../store/uses.ts";
import type { Catalogue } from "./catalogue.ts";

/** Everything that uses one code: the first place in words, how many places, how many rows. */
export interface Uses {
  where: string;
  places: number;
  count: number;
}

/** Where codes of a roster may be used: in which sheets, and in which of their columns. */
export async function looksFor(db: Database, catalogue: Catalogue, roster: Sheet): Promise<Look[]> {
  const used = await sheetsInUse(db);
  const ids = new Set([...catalogue.sheets, ...used.map(({ sheet }) => ({ id: sheet }))].map(({ id }) => id));
  return [...ids].flatMap((id): Look[] => {
    const sheet = catalogue.sheet(id);
    // A sheet that no document makes any more may be about anything.
    if (!sheet) return [{ sheet: id, by: "subject" }];
    const about =
      (sheet.rows === "one" || sheet.rows === "many") &&
      catalogue.rostersOf(sheet.subjects).some((one) => one.id === roster.id);
    const referring = sheet.columns.filter(({ refers }) => refers === roster.id);
    return [
      ...(about ? [{ sheet: id, by: sheet.rows === "one" ? "id" : "subject" } as const] : []),
      ...referring.map(({ key }) => ({ sheet: id, by: "column", column: key }) as const),
    ];
  });
}

/**
 * What uses codes of a roster, also where the asking account cannot look: a code does not become free by that.
 * @returns by code; what is used nowhere is not among them
 */
export async function usesOf(
  db: Database,
  catalogue: Catalogue,
  roster: Sheet,
  looks: readonly Look[],
  ids: readonly string[],
): Promise<Map<string, Uses>> {
  if (ids.length === 0) return new Map();
  const judging = catalogue.policies.filter(({ document }) =>
    subjectsOf(document).some((kind) => roster.subjects.includes(kind)),
  );
  const policies = judging.map(({ id }) => id);
  const [entries, rounds] = await Promise.all([
    entriesUsing(db, everywhere, looks, ids),
    roundsUsing(db, everywhere, policies, roster.id, ids),
  ]);
  const place = ({ of }: Use) => catalogue.sheets.findIndex(({ id }) => id === of);
  const words = ({ of, period }: Use) => {
    const title = catalogue.sheet(of)?.title ?? catalogue.sheet(`outcomes.${of}`)?.title ?? of;
    return period === "" ? title : `${title}${periodTitle(period)}`;
  };
  const byCode = Map.groupBy(
    [...entries.sort((a, b) => place(a) - place(b) || (a.period < b.period ? -1 : 1)), ...rounds],
    ({ id }) => id,
  );
  return new Map(
    [...byCode].map(([id, uses]) => [
      id,
      { where: words(uses[0]!), places: uses.length, count: uses.reduce((sum, { rows }) => sum + rows, 0) },
    ]),
  );
}
