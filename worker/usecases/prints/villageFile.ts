/** 一村一档: one page about an organization: how it came out in every final round, its money, its cases, year by year. */
import type { Outcome } from "../../../schema/outcome.ts";
import { beijingDay, periodTitle } from "../../../schema/period.ts";
import type { Policy } from "../../../schema/policy/policy.ts";
import { type Print, type PrintCell, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import { caseTitles } from "../../../schema/rectification.ts";
import { covers, everywhere, type RegionScope } from "../../../schema/region.ts";
import { isSettled } from "../../../schema/round.ts";
import { refuse } from "../../refusal.ts";
import { entriesById, pageOfEntries } from "../../store/entries.ts";
import { casesOf } from "../../store/rectifications.ts";
import { listRounds, outcomesOfSubjects } from "../../store/rounds.ts";
import { readCatalogue } from "../catalogue.ts";
import { policyOfRound } from "../judgeRound.ts";
import { readCases } from "../readCases.ts";
import { townshipsOf } from "../townships.ts";
import type { Work } from "../work.ts";
import { markOf, required } from "./about.ts";
import { starsText } from "./notice.ts";

/** Where the caller may read what. */
export interface Reads {
  outcomes: RegionScope;
  payments: RegionScope;
  cases: RegionScope;
}

const allRows = 10_000_000;

/** @throws Refusal notFound for an organization that is not there or out of reach */
export async function villageFile(work: Work, reads: Reads, query: PrintQuery): Promise<Print[]> {
  const { db, now } = work;
  const id = required(query, "subject");
  const unit = (await entriesById(db, reads.outcomes, "organizations", "", [id])).get(id);
  if (!unit || unit.deleted) throw refuse("notFound", "/subject", "unknown", { what: "subject", value: id });
  const { regionCode, cells } = unit;
  const name = String(cells.name ?? id);
  const [who, rounds, cases, roster, mark] = await Promise.all([
    belongingTo(work, id, regionCode),
    listRounds(db, reads.payments, {}),
    casesAbout(work, reads.cases, id),
    readCatalogue(db, everywhere).then((catalogue) => catalogue.sheet("organizations")),
    markOf(db, `党组织 ${id}`),
  ]);
  const settled = rounds.filter(({ state }) => isSettled(state));
  const outcomes = Map.groupBy(
    await outcomesOfSubjects(
      db,
      reads.payments,
      settled.map((one) => one.id),
      [...who],
    ),
    ({ round }) => round,
  );
  const rows: { period: string; cells: PrintCell[] }[] = [];
  for (const round of settled) {
    const results = (outcomes.get(round.id) ?? []).map(
      ({ body }) => JSON.parse(body) as Outcome & { message?: string },
    );
    if (results.length === 0) continue;
    const { document } = await policyOfRound(work, round);
    if (document.kind !== "subsidy" && !covers(reads.outcomes, regionCode)) continue;
    for (const told of linesOf(document, results))
      rows.push({ period: round.period, cells: [periodTitle(round.period), document.title, ...told] });
  }
  rows.sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : 0));
  const kinds = roster?.columns.find(({ key }) => key === "kind")?.options ?? [];
  return [
    {
      name: name.slice(0, 20),
      title: "党组织评价档案",
      subtitle: name,
      ...{ paper: "portrait", office: name, day: beijingDay(now), unit: query.unit ?? "yuan" },
      blocks: [
        {
          ...{ kind: "fields", perRow: 2 },
          fields: [
            ["党组织", name],
            ["编码", id],
            ["所在乡镇", String((await townshipsOf(db, [unit]))(unit) ?? "")],
            ["类别", kinds.find(([code]) => code === cells.kind)?.[1] ?? null],
          ],
        },
        {
          ...{ kind: "table", caption: "一、历年结果(只列审定的)", rowHeight: 8, lines: 8 },
          columns: [
            { title: "期", kind: "center", width: 28 },
            { title: "办法", kind: "text", width: 46 },
            { title: "对象", kind: "text", width: 40 },
            { title: "得分", kind: "center", width: 16 },
            { title: "结果", kind: "center", width: 22 },
            { title: "数额", kind: "money", width: 28 },
          ],
          groups: [{ title: "", rows: rows.map((row) => row.cells) }],
        },
        {
          ...{ kind: "table", caption: "二、集中整顿", rowHeight: 8, lines: 2 },
          columns: [
            { title: "年度", kind: "center", width: 24 },
            { title: "立案日期", kind: "center", width: 36 },
            { title: "整顿期限", kind: "center", width: 36 },
            { title: "状态", kind: "center", width: 40 },
            { title: "销号日期", kind: "center", width: 36 },
          ],
          groups: [{ title: "", rows: cases }],
        },
      ],
      ...{ signatures: threeSigns, notes: [], mark },
    },
  ];
}

/** An organization with all that stand on it: its body, its members, its persons, its venues. */
async function belongingTo({ db }: Work, id: string, regionCode: string): Promise<Set<string>> {
  const scope = [{ from: regionCode, to: `${regionCode}0` }];
  const catalogue = await readCatalogue(db, everywhere);
  const who = new Set([id]);
  for (const roster of catalogue.sheets)
    if (roster.rows === "roster" && !roster.accounts && roster.id !== "regions")
      for (const row of await pageOfEntries(db, scope, roster.id, "", { limit: allRows }))
        if (row.cells.organization === id) who.add(row.id);
  return who;
}

/** What is told of results in a round: subsidies of several are one sum. */
function linesOf(policy: Policy, results: readonly (Outcome & { message?: string })[]): PrintCell[][] {
  if (policy.kind === "subsidy") {
    const fen = results.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);
    const [one] = results;
    return [[results.length === 1 ? (one!.name ?? one!.subjectId) : `${results.length}个对象`, null, null, fen]];
  }
  const levels = new Map(
    policy.kind === "appraisal" ? policy.grade?.levels.map(({ code, title }) => [code, title]) : [],
  );
  return results.map(({ subjectId, name = subjectId, score, stars, grade, selected, rank, message }) => [
    ...[name, score?.toFixed(2) ?? null],
    message !== undefined
      ? "未评分"
      : stars !== undefined
        ? starsText(stars)
        : grade !== undefined
          ? (levels.get(grade) ?? grade)
          : `${selected ? "列入后进" : "未列入"}${rank === undefined ? "" : `(第${rank})`}`,
    null,
  ]);
}

async function casesAbout(work: Work, scope: RegionScope, id: string): Promise<PrintCell[][]> {
  const rows: PrintCell[][] = [];
  for (const { id: one } of await casesOf(work.db, scope, { subjects: [id] })) {
    const [found] = await readCases(work.db, scope, { id: one }, work.now);
    if (!found) continue;
    const { period, openedAt, deadline, state, closedAt } = found;
    rows.push([
      ...[period, beijingDay(openedAt), deadline, caseTitles[state]],
      closedAt === null ? null : beijingDay(closedAt),
    ]);
  }
  return rows;
}
