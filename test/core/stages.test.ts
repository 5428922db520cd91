/** Who types which stage of a score, when a stage owes its reason, and what a policy may say of stages. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policy, type RatingPolicy } from "../../schema/policy/policy.ts";
import { rangeOf } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { decideCells } from "../../schema/sheet/push.ts";
import { indicatorSheet } from "../../schema/sheet/source.ts";
import { withStages } from "../../schema/sheet/staged.ts";
import { ratingPolicy } from "./policies.ts";

const [county, township, village] = ["990101000000", "990101001000", "990101001001"];
const stages = { through: ["self", "preliminary", "review"], countsFrom: "self" };
const base = ratingPolicy({});
const sheetId = `indicators.${base.id}`;
const mark = { title: "服务班子强", type: "decimal", from: { shape: "latest", sheet: sheetId, stages } };
const withInputs = (more: object) => ({ ...base, inputs: { ...base.inputs, ...more } });
const sheet = indicatorSheet(
  policy.parse(
    withInputs({ mark, plain: { title: "人数", type: "integer", from: { shape: "latest", sheet: sheetId } } }),
  ) as RatingPolicy,
)!;

const score = fc.constantFrom(10, 15, 20);
const cells = fc.record(
  {
    "mark.self": score,
    "mark.preliminary": score,
    "mark.preliminaryReason": fc.constantFrom("少会议记录", "少台账"),
    "mark.review": score,
    "mark.reviewReason": fc.constantFrom("核实后调整"),
    plain: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: [] },
);
const patch = cells.chain((filled) =>
  fc.subarray(Object.keys(filled)).map((kept) => {
    const emptied = Object.keys(filled).filter((key) => !kept.includes(key));
    return { ...filled, ...Object.fromEntries(emptied.map((key) => [key, null])) } as Cells;
  }),
);

/** What becomes of a village's row when somebody who types entries in some region changes cells of it. */
function change(standing: Cells, sent: Cells, region: string | undefined) {
  const found = { id: village, regionCode: village, subjectId: village, cells: standing, version: 4, deleted: false };
  const decision = decideCells(
    { ...found, base: {} },
    { id: village, baseVersion: 4, cells: sent },
    { cells: sent, errors: [] },
  );
  return withStages(sheet, decision, region === undefined ? [] : [rangeOf(region)]);
}

describe("a row with stages", () => {
  test("is never saved with a score that differs from the one before it and no reason, where it was sound before", () => {
    const differing = (row: Cells) => {
      const given = ["self", "preliminary", "review"].filter((stage) => row[`mark.${stage}`] !== undefined);
      return given.filter(
        (stage, i) =>
          i > 0 && row[`mark.${stage}`] !== row[`mark.${given[i - 1]}`] && row[`mark.${stage}Reason`] === undefined,
      );
    };
    fc.assert(
      fc.property(cells, patch, fc.constantFrom(county, township, village, undefined), (standing, sent, region) => {
        fc.pre(differing(standing as Cells).length === 0);
        const { change: saved } = change(standing as Cells, sent, region);
        if (saved) expect(differing(saved.cells)).toEqual([]);
      }),
    );
  });

  test("lets each office change its own stage and those before it, as long as none after it is filled", () => {
    const reach = { self: 0, preliminary: 1, review: 2 };
    const most: [string | undefined, number][] = [
      [undefined, 0],
      [village, 0],
      [township, 1],
      [county, 2],
    ];
    fc.assert(
      fc.property(cells, patch, fc.constantFrom(...most), (standing, sent, [region, own]) => {
        const { change: saved, result } = change(standing as Cells, sent, region);
        const changed = Object.keys(sent).filter((key) => sent[key] !== ((standing as Cells)[key] ?? null));
        const stageOf = (key: string) => /^mark\.(self|preliminary|review)/.exec(key)?.[1] as keyof typeof reach;
        const after: Cells = { ...(standing as Cells), ...sent };
        const beyond = changed.some((key) => {
          if (key === "plain") return region === undefined;
          const later = Object.keys(reach).filter((one) => (after[`mark.${one}`] ?? null) !== null);
          return [stageOf(key), ...later].some(
            (one) => reach[one as keyof typeof reach] >= reach[stageOf(key)] && reach[one as keyof typeof reach] > own,
          );
        });
        expect(result.status === "forbidden").toBe(beyond);
        if (beyond) expect(saved).toBeUndefined();
      }),
    );
  });
});

test("a score that agreed with the self-assessment as it was seen owes a reason when that has moved meanwhile", () => {
  const cells = { "mark.self": 20 };
  const found = { id: village, regionCode: village, subjectId: village, cells, version: 5, deleted: false };
  const sent = { "mark.preliminary": 15 };
  const row = { id: village, baseVersion: 4, cells: sent };
  const merged = decideCells({ ...found, base: { "mark.self": 15 } }, row, { cells: sent, errors: [] });
  expect(merged.result.status).toBe("merged");
  expect(withStages(sheet, merged, [rangeOf(township)]).result).toEqual({
    ...{ id: village, status: "invalid", version: 5 },
    errors: [
      {
        ...{ key: "mark.preliminaryReason", code: "stageReason" },
        params: { title: "服务班子强", stage: "初评", value: "15", earlier: "自评", was: "20" },
      },
    ],
  });
});

test("stages make columns of an indicator, titled by stage and grouped by the indicator, and open the sheet to villages", () => {
  expect(sheet.columns.slice(3).map(({ key, title, type, group }) => [key, title, type, group])).toEqual([
    ["mark.self", "服务班子强·自评", "decimal", "服务班子强"],
    ["mark.preliminary", "服务班子强·初评", "decimal", "服务班子强"],
    ["mark.preliminaryReason", "服务班子强·初评扣分原因", "note", "服务班子强"],
    ["mark.review", "服务班子强·复核", "decimal", "服务班子强"],
    ["mark.reviewReason", "服务班子强·复核扣分原因", "note", "服务班子强"],
    ["plain", "人数", "integer", undefined],
  ]);
  expect(sheet.selfAssessment).toBe(true);
});

describe("a policy is refused that", () => {
  const staged = (from: object, more: object = {}) =>
    withInputs({ mark: { ...mark, ...more, from: { ...mark.from, ...from } } });
  test.each<[string, object, string]>([
    ["names stages out of order", staged({ stages: { ...stages, through: ["review", "self"] } }), "先后,不重复"],
    ["names a stage twice", staged({ stages: { ...stages, through: ["self", "self"] } }), "先后,不重复"],
    ["names no stage", staged({ stages: { ...stages, through: [] } }), "through"],
    [
      "counts from a stage that it does not have",
      staged({ stages: { through: ["self", "review"], countsFrom: "preliminary" } }),
      "countsFrom 须是 through 中的一级",
    ],
    ["names a column beside stages", staged({ column: "x" }), "不写 column"],
    ["types stages elsewhere", staged({ sheet: "register.book" }), "分级评分填在本办法的指标表"],
    ["has stages of a title that no column can hold", staged({}, { title: "长".repeat(34) }), "不超过33字"],
    ["has stages of no number", staged({}, { type: "flag" }), "须是数字"],
    [
      "has an indicator named like a stage's column",
      withInputs({ mark, "mark.reviewReason": { title: "原因", type: "decimal" } }),
      "与指标 mark.reviewReason 同列",
    ],
  ])("%s", (_, document, message) => {
    const { success, error } = policy.safeParse(document);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).toContain(message);
  });
});
