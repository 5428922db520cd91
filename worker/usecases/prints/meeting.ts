/** What a meeting of an appraisal is held with: ballots (票样), attendance (签到册), tally forms (唱票计票单), by organization and voter group. */

import { periodTitle } from "../../../schema/period.ts";
import type { AppraisalPolicy } from "../../../schema/policy/policy.ts";
import { subjectsOf } from "../../../schema/policy/policy.ts";
import { countingSigns, type Mark, type Print, type PrintColumn, threeSigns } from "../../../schema/print/print.ts";
import type { PrintQuery } from "../../../schema/printWire.ts";
import { everywhere, narrow, type RegionScope } from "../../../schema/region.ts";
import type { Cell } from "../../../schema/sheet/definition.ts";
import type { SheetReader } from "../../../schema/sheet/mask.ts";
import { refuse } from "../../refusal.ts";
import { findPolicy, type PolicyVersion } from "../../store/documents.ts";
import { entriesById, pageOfEntries } from "../../store/entries.ts";
import { readCatalogue } from "../catalogue.ts";
import { pullRows } from "../pullRows.ts";
import { requireRound } from "../requireRound.ts";
import type { Work } from "../work.ts";
import { markOf, required } from "./about.ts";

/** So many forms are printed at once. */
const mostForms = 300;
const allRows = 10_000_000;

interface Candidate {
  id: string;
  name: string;
  post: string;
}
type VoterGroup = AppraisalPolicy["groups"][number];
/** One form: an organization, a voter group, whom they judge. */
interface Form {
  policy: AppraisalPolicy;
  period: string;
  organization: string;
  group: VoterGroup;
  candidates: Candidate[];
  mark: Mark;
}

/** The forms of a region, by organization and voter group. */
async function formsOf(work: Work, scope: RegionScope, query: PrintQuery): Promise<Form[]> {
  const { db } = work;
  const region = required(query, "region");
  const round = query.round === undefined ? undefined : await requireRound(db, scope, query.round);
  const [id, period] = round ? [round.policyId, round.period] : [required(query, "policy"), required(query, "period")];
  const found = await findPolicy(db, round ? everywhere : scope, id, round?.policyVersion);
  if (!found) throw refuse("notFound", "/policy", "unknown", { what: "policy", value: id });
  const policy = found.document;
  if (policy.kind !== "appraisal") throw refuse("invalid", "/policy", "notAppraisal");
  const source = `${round ? `批次 ${round.id} · ` : ""}办法 ${id} 第${found.version}版`;
  const mark = await markOf(db, source);
  const groups = policy.groups.filter(({ code }) => query.group === undefined || code === query.group);
  const organizations = await candidatesOf(work, narrow(scope, region), found);
  const count = organizations.length * groups.length;
  if (count > mostForms) throw refuse("badQuery", "/region", "tooManyForms", { count, limit: mostForms });
  return organizations.flatMap(({ organization, candidates }) =>
    groups.map((group) => ({ policy, period, organization, group, candidates, mark })),
  );
}

/** Whom an appraisal judges inside a scope, by organization, the bodies before their members. */
async function candidatesOf({ db }: Work, scope: RegionScope, version: PolicyVersion) {
  const catalogue = await readCatalogue(db, everywhere, version);
  const listed = [];
  for (const kind of subjectsOf(version.document))
    for (const roster of catalogue.rostersOf([kind]))
      for (const { id, cells } of await pageOfEntries(db, scope, roster.id, "", { limit: allRows })) {
        const unit = String((roster.standsOn === undefined ? undefined : cells[roster.standsOn]) ?? id);
        const post = typeof cells.post === "string" ? cells.post : "";
        listed.push({ unit, id, name: String(cells.name ?? id), post });
      }
  const units = Map.groupBy(listed, ({ unit }) => unit);
  const names = await entriesById(db, everywhere, "organizations", "", [...units.keys()]);
  return [...units]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, own]) => ({
      organization: String(names.get(unit)?.cells.name ?? unit),
      candidates: own.map(({ unit: _, ...candidate }): Candidate => candidate),
    }));
}

const headOf = ({ organization, period, group, mark }: Form, title: string) => ({
  ...{ name: `${organization}${group.title}`, title: `${periodTitle(period)}民主测评${title}`, subtitle: group.title },
  ...{ office: organization, day: null, mark },
});
const whom: PrintColumn[] = [
  { title: "序号", kind: "serial", width: 12 },
  { title: "评议对象", kind: "text", width: 52 },
  { title: "职务", kind: "center", width: 26 },
];
const optionColumns = ({ policy }: Form, width: number, more: Partial<PrintColumn> = {}): PrintColumn[] =>
  policy.options.map(({ title }) => ({ title, kind: "pen", width, ...more }));

/** 票样: nothing on a ballot tells one from another of its group, and nobody signs it. */
export async function ballotForms(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const forms = await formsOf(work, scope, query);
  return forms.map((form) => ({
    ...headOf(form, "票"),
    paper: "portrait",
    blocks: [
      {
        ...{ kind: "table", rowHeight: 12, lines: 10, columns: [...whom, ...optionColumns(form, 22)] },
        groups: [
          {
            title: "",
            rows: form.candidates.map(({ name, post }) => [name, post, ...form.policy.options.map(() => null)]),
          },
        ],
      },
    ],
    signatures: [],
    notes: ["每行在所选意见的一格内打“√”,只选一项。", "本票不记名,请勿签名,填好后投入票箱。"],
  }));
}

/** 签到册: lines to be signed by who comes; the office copies the page, or asks for more lines. */
export async function attendance(work: Work, scope: RegionScope, query: PrintQuery): Promise<Print[]> {
  const forms = await formsOf(work, scope, query);
  return forms.map((form) => ({
    ...headOf(form, "签到册"),
    paper: "portrait",
    blocks: [
      {
        ...{ kind: "fields", perRow: 2 },
        fields: ["会议时间", "会议地点", "应到人数", "实到人数"].map((title) => [title, null] as const),
      },
      {
        ...{ kind: "table", rowHeight: 10, lines: query.lines ?? 16, groups: [] },
        columns: [
          { title: "序号", kind: "serial", width: 12 },
          { title: "姓名", kind: "pen", width: 38 },
          { title: "单位(组别)", kind: "pen", width: 50 },
          { title: "签到", kind: "pen", width: 46 },
          { title: "备注", kind: "pen", width: 34 },
        ],
      },
    ],
    signatures: threeSigns,
    notes: ["由本人签到,不得代签;实到人数与发出的票数核对。"],
  }));
}

const counts = { entitled: "应到", present: "实到", issued: "发出", returned: "收回", valid: "有效", invalid: "无效" };

/** 唱票计票单: where votes are marked one by one; what is typed already stands there, to be signed. */
export async function tallyForms(
  work: Work,
  scope: RegionScope,
  query: PrintQuery,
  reader: SheetReader,
): Promise<Print[]> {
  const forms = await formsOf(work, scope, query);
  const [first] = forms;
  if (!first) return [];
  const typed = await typedBallots(work, narrow(scope, required(query, "region")), first, reader);
  return forms.map((form) => {
    const { group, policy, candidates } = form;
    const abstains = policy.counts.held.includes("abstained");
    const counted = (id: string, of: string) => typed.get(id)?.[`${group.code}.${of}`] ?? null;
    /** What all of a form's ballots have alike; else it is told of nobody. */
    const shared = (of: string) => {
      const values = new Set(candidates.map(({ id }) => counted(id, of)));
      const [value = null] = values;
      return values.size === 1 && value !== null ? String(value) : null;
    };
    const held = Object.entries(counts);
    return {
      ...headOf(form, "唱票计票单"),
      paper: "landscape",
      blocks: [
        {
          ...{ kind: "fields", perRow: 3 },
          fields: held.map(([code, title]) => [title, shared(code)] as const),
        },
        {
          ...{ kind: "table", rowHeight: 14, lines: 6 },
          columns: [
            ...whom,
            ...optionColumns(form, 36, { group: "得票(画“正”字计)" }),
            ...(abstains ? [{ title: "弃权", kind: "pen", width: 22 } as const] : []),
          ],
          groups: [
            {
              title: "",
              rows: candidates.map(({ id, name, post }) => [
                ...[name, post, ...policy.options.map(({ code }) => numberOf(counted(id, code)))],
                ...(abstains ? [numberOf(counted(id, "abstained"))] : []),
              ]),
            },
          ],
        },
      ],
      signatures: countingSigns,
      notes: ["有效与无效之和等于收回;收回不多于发出。计票后封存选票,本单由监票人、唱票人、计票人签名。"],
    } satisfies Print;
  });
}

const numberOf = (cell: Cell) => (typeof cell === "number" ? cell : null);

/** The ballots that are typed, by candidate, as the reader may see them. */
async function typedBallots(work: Work, scope: RegionScope, form: Form, reader: SheetReader) {
  const catalogue = await readCatalogue(work.db, scope);
  const sheet = catalogue.sheet(`tallies.${form.policy.id}`);
  const typed = new Map<string, Record<string, Cell>>();
  if (!sheet) return typed;
  const query = { period: form.period, limit: allRows, filters: [], reader, now: work.now };
  const { rows } = await pullRows(work.db, scope, catalogue, sheet, query);
  for (const { id, cells } of rows.flatMap((text) => JSON.parse(`[${text}]`) as { id: string; cells: Cell[] }[]))
    typed.set(id, Object.fromEntries(sheet.columns.map(({ key }, i) => [key, cells[i] ?? null])));
  return typed;
}
