/** What goes into the archive of a round, one file after another: the rules, the data, the results and why, and what came of them. */
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { subjectsOf } from "../../schema/policy/policy.ts";
import { everywhere, rangeOf } from "../../schema/region.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { csvOf } from "../files/csv.ts";
import type { PolicyVersion } from "../store/documents.ts";
import { evidenceOf } from "../store/evidence.ts";
import { noticesOf, objectionsOf } from "../store/notices.ts";
import { roundStepsOf } from "../store/roundSteps.ts";
import { listRuns, type Round, type Run } from "../store/rounds.ts";
import { submissionStepsOf } from "../store/submissions.ts";
import { readCatalogue } from "./catalogue.ts";
import { unpack } from "./evidence.ts";
import { withoutObjectors } from "./objections.ts";
import { readBatch, readPayments } from "./payments.ts";
import { pullRows } from "./pullRows.ts";
import { readCases } from "./readCases.ts";
import { sheetsBehind } from "./sheetsBehind.ts";
import type { Work } from "./work.ts";

export interface ArchivedFile {
  path: string;
  title: string;
  text: string;
  /** The subject whose evidence it is. */
  evidenceOf?: string;
  /** It holds ballots, also of small groups. */
  ballots?: boolean;
}

/** Where the evidence of each subject is. */
export const evidenceFolder = "evidence/";

/** More rows than a sheet ever has. */
const allRows = 10_000_000;
/** Whoever reads an archive sees masks for what is personal, and all ballots: they are settled. */
const nobody = { id: "", types: [], clears: [], personal: [] };

const json = (path: string, title: string, value: unknown): ArchivedFile => ({
  ...{ path, title },
  text: `${JSON.stringify(value, null, 2)}\n`,
});

/** Everything of a final round but the index. */
export async function* archivedFiles(
  work: Work,
  round: Round,
  run: Run,
  policy: PolicyVersion,
): AsyncGenerator<ArchivedFile> {
  const { db } = work;
  const { id, regionCode, period } = round;
  const scope = [rangeOf(regionCode)];
  const [steps, runs] = await Promise.all([roundStepsOf(db, everywhere, id), listRuns(db, everywhere, id)]);
  const { finalGuard: _, ...kept } = round;
  const known = runs.map(({ guard: __, ...one }) => one);
  yield json("round.json", "批次、经过和各次运算", { round: kept, steps, runs: known });
  yield json("policy.json", "办法和参数", policy.document);

  const catalogue = await readCatalogue(db, scope, policy);
  const text = async (sheet: Sheet, of: string, asOf: number | undefined) => {
    const query = { period: of, asOf, limit: allRows, filters: [], reader: nobody, now: work.now };
    const made = asOf === undefined && { round: id };
    const { rows } = await pullRows(db, scope, catalogue, sheet, { ...query, ...made });
    const cells = rows.flatMap((one) => JSON.parse(`[${one}]`) as { cells: Cell[] }[]).map((row) => row.cells);
    return csvOf(sheet.columns, cells);
  };
  for (const sheet of catalogue.sheets) {
    if (sheet.rows !== "ofRound" || sheet.policyId !== policy.id) continue;
    if (sheet.shows === "submissions" && round.deadline === null) continue;
    const [name] = sheet.id.split(".");
    yield { path: `${name}.csv`, title: sheet.title, text: await text(sheet, period, undefined) };
  }
  const rosters = catalogue.rostersOf(subjectsOf(policy.document)).filter(({ accounts }) => !accounts);
  for (const sheet of new Set([...rosters, ...sheetsBehind(catalogue, policy.document)]))
    for (const of of sheet.rows === "ofRound" ? [] : periodsFor(parsePeriod(period)!, sheet.period)) {
      const name = [sheet.id, of].filter((part) => part !== "").join(".");
      const [path, title] = [`sheets/${name}.csv`, `${sheet.title} ${of}`.trim()];
      yield { path, title, text: await text(sheet, of, run.push), ballots: sheet.ballots !== undefined };
    }

  // Byte for byte: the hash of each is the one that was kept when the round was made final.
  for await (const { subjectId, body } of evidenceOf(db, scope, { round: id, run: run.id }))
    yield {
      ...{ path: `${evidenceFolder}${subjectId}.json`, title: `明细 ${subjectId}`, evidenceOf: subjectId },
      text: unpack(body) ?? "",
    };

  if (round.deadline !== null) {
    yield json("submissions.json", "报送", await submissionStepsOf(db, scope, id));
  }
  const notices = await noticesOf(db, everywhere, { round: id });
  if (notices.length > 0) {
    const objections = [];
    for (const { id: notice } of notices) objections.push(...(await objectionsOf(db, scope, { notice })));
    const shown = withoutObjectors(objections, []);
    yield json("notices.json", "公示和异议(不含反映人)", { notices, objections: shown });
  }
  if (policy.document.kind === "ranking") {
    const cases = await readCases(db, scope, { round: id }, work.now);
    if (cases.length > 0) yield json("cases.json", "集中整顿", cases);
  }
  if (policy.document.kind === "subsidy") {
    const { batches, ...money } = await readPayments(work, scope, id);
    const whole = [];
    for (const { batch } of batches) whole.push(await readBatch(work, scope, batch));
    yield json("payments.json", "发放", { ...money, batches: whole });
  }
}
