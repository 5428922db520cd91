import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Check } from "../../schema/policy/checks.ts";
import { policy } from "../../schema/policy/policy.ts";
import { checkFigures, checkPolicy, exactSum, percentOf } from "../../worker/core/checks.ts";

const source = { document: "试验", quote: "试验" };
const library = (id: string) => policy.parse(JSON.parse(readFileSync(`schema/policies/${id}.json`, "utf8")));
const parts = (...values: number[]) => values.map((value, i) => ({ title: `第${i + 1}项`, value }));
const total = (stated: number, ...values: number[]) =>
  checkFigures({ shape: "total", title: "合计", parts: parts(...values), stated, source });

describe("the documents' figures (golden.md, first table)", () => {
  test("101/1098, 101/1093, 101/1092: 9.20 %, 9.24 %, 9.25 %; the stated 9.24 % is warned of with both", () => {
    expect([1098, 1093, 1092].map((whole) => percentOf(101, whole, 2))).toEqual([9.2, 9.24, 9.25]);
    const check: Check = { shape: "share", title: "占比", part: 101, whole: 1098, stated: 9.24, places: 2, source };
    expect(checkFigures(check)!.message).toBe("占比:文件写9.24%,按101/1098为9.2%");
    expect(checkFigures({ ...check, whole: 1093 })).toBeUndefined();
  });
  test("bands 45+516+418+113 vs 1098: 1092, gap 6 → warning", () => {
    expect(total(1098, 45, 516, 418, 113)!.message).toBe("合计:文件写合计1098,各部分45+516+418+113=1092,相差6");
  });
  test("11+966+60 = 1037 ✓", () => expect(total(1037, 11, 966, 60)).toBeUndefined());
  test("270+860+493.7+145.3 (万元) = 1769.0 ✓ exactly, in 元: 17690000", () => {
    expect(exactSum([270, 860, 493.7, 145.3])).toBe(1769);
    expect(exactSum([270, 860, 493.7, 145.3].map((wan) => wan * 10000))).toBe(17690000);
    expect(total(1769, 270, 860, 493.7, 145.3)).toBeUndefined();
  });
  test("S4 bands: 3万 exactly lies in two bands; with one end exclusive in one", () => {
    const bands = (toInclusive: boolean) => [
      { title: "1-3万元", from: 10000, to: 30000, fromInclusive: true, toInclusive },
      { title: "3-10万元", from: 30000, to: 100000, fromInclusive: true, toInclusive: true },
    ];
    const overlap = (toInclusive: boolean) =>
      checkFigures({ shape: "overlap", title: "分档", bands: bands(toInclusive), source });
    expect(overlap(true)!.message).toBe("分档:30000同在“1-3万元”与“3-10万元”两档");
    expect(overlap(false)).toBeUndefined();
  });
  test("“五有” lists 12 items: the items count, never the name", () => {
    const items =
      "办公室、会议室、活动室、党组织牌子、党旗、国旗、办公设施、学习园地、文件橱柜、学习资料、活动记录、规章制度".split(
        "、",
      );
    const check: Check = { shape: "named", title: "五有", number: 5, items, source };
    expect(checkFigures(check)!.message).toBe("五有:名称为5项,文件逐项列出12项");
  });
});

test("bands with a hole, or with an end in neither, are warned of", () => {
  const pair = (to: number, from: number, toInclusive: boolean, fromInclusive: boolean) =>
    checkFigures({
      shape: "overlap",
      title: "分档",
      source,
      bands: [
        { title: "低", to, fromInclusive: true, toInclusive },
        { title: "高", from, fromInclusive, toInclusive: true },
      ],
    })?.message;
  expect(pair(10, 12, true, true)).toContain("之间缺10至12");
  expect(pair(12, 10, true, true)).toContain("在10至12重叠");
  expect(pair(10, 10, false, false)).toContain("10不在");
});

test("a library policy shows what its document says twice and differently", () => {
  expect(checkPolicy(library("chuxiong-backward")).map(({ code }) => code)).toEqual([
    "share",
    "total",
    "overlap",
    "dates",
  ]);
  const [stations] = checkPolicy(library("benxi-village-funds"));
  const [fund] = checkPolicy(library("benxi-community-funds"));
  expect(fund!.message).toContain("1400,224个社区每年10万元(万元)2240,缺840");
  expect(stations!.message).toContain("287+224=511,相差30");
});

test("a fund whose sources do not make up its budget is warned of without being asked", () => {
  const reward = library("dongyang-venue-reward");
  expect(checkPolicy(reward)).toEqual([]);
  if (reward.kind !== "subsidy") throw new Error("no subsidy");
  const fund = { ...reward.fund!, budget: [{ from: "2010-01", value: 2100000, assumed: "试验" }] };
  expect(checkPolicy({ ...reward, fund })[0]!.message).toContain("1000000+1000000=2000000,相差100000");
  const ended = { ...fund, sources: [{ ...fund.sources.at(-1)!, from: "2000-01", to: "2009-12" }] };
  expect(checkPolicy({ ...reward, fund: ended })).toEqual(checkPolicy({ ...reward, fund: reward.fund! }));
});
