/** Names of old tables are matched with those on our lists: the one that is meant, or none; never one of two. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Listed, makeDirectory } from "../../worker/core/imports/directory.ts";

const place = (code: string, name: string, township = "大山镇", more: Partial<Listed> = {}): Listed => ({
  ...{ code, regionCode: code, names: [name], above: [township, "示范一县"] },
  ...more,
});
const villages = [
  place("990101001001", "大山镇河西村党总支"),
  place("990101001002", "大山镇河东社区党支部"),
  place("990101001003", "大山镇01村党总支"),
  place("990101001004", "中共大山镇陳家莊村总支部委员会"),
  place("990101002001", "新民乡河西村党总支", "新民乡"),
  place("990101002002", "新民乡中村村党总支", "新民乡"),
  place("990101002003", "新民乡老湾村党总支", "新民乡", { names: ["新民乡老湾村党总支", "湾里"] }),
];
const directory = makeDirectory(villages, "village");
const inTownship = (prefix: string) => (one: Listed) => one.regionCode.startsWith(prefix);

describe("a village is found", () => {
  test.each([
    ...[
      "河东",
      "河东社区",
      "河东居委会",
      "河东社区居委会",
      "河东社区居民委员会",
      "河东社区党支部",
      "大山镇河东社区",
      "大山河东",
    ],
    ...["示范一县大山镇河东社区", "河 东 社 区", "河东(社区)", "河东社区"],
  ])("as %s by whatever it is called", (written) => {
    expect(directory.find(written)).toMatchObject({ code: "990101001002" });
  });

  test.each([
    ["1村", "990101001003"],
    ["一村村委会", "990101001003"],
    ["01村", "990101001003"],
    ["陈家庄", "990101001004"],
    ["陈家庄村民委员会", "990101001004"],
    ["中村", "990101002002"],
    ["中村村委会", "990101002002"],
    ["湾里", "990101002003"],
    ["老灣村", "990101002003"],
  ])("as %s", (written, code) => {
    expect(directory.find(written)).toMatchObject({ code });
  });

  test("of two by one name the one in the township that is named, beside it or before it", () => {
    for (const written of ["河西", "河西村", "河西村委会", "河西村民委员会"]) {
      expect(directory.find(written)).toMatchObject({
        why: "several",
        candidates: [{ code: "990101001001" }, { code: "990101002001" }],
      });
      expect(directory.find(written, inTownship("990101002"))).toMatchObject({ code: "990101002001" });
      expect(directory.find(`新民乡${written}`)).toMatchObject({ code: "990101002001" });
    }
  });

  test("not where it lies in another township than the one that is named; it is a candidate", () => {
    expect(directory.find("河东", inTownship("990101002"))).toEqual({
      why: "none",
      candidates: [{ code: "990101001002", name: "大山镇河东社区党支部", place: "大山镇" }],
    });
  });

  test.each(["河西社区", "河西村三组", "河北村", "西", "村", "村委会", "", "合计"])("not as %s", (written) => {
    expect(directory.find(written, inTownship("990101001"))).toMatchObject({ why: "none" });
  });
});

test("a village that is called so in full goes before one that may be called so for short", () => {
  const both = makeDirectory([...villages, place("990101002009", "新民乡中村党支部", "新民乡")], "village");
  expect(both.find("中村")).toMatchObject({ code: "990101002009" });
  expect(both.find("中村村")).toMatchObject({ code: "990101002002" });
  // Whose committee it is, of 中村 or of 中村村, nobody can tell.
  expect(both.find("中村村委会")).toMatchObject({ why: "several" });
});

test("persons are told apart by where they are; blanks and dots inside a name are none of it", () => {
  const person = (code: string, name: string, regionCode: string) => place(code, name, "大山镇", { regionCode });
  const persons = makeDirectory(
    [
      person("G1", "张三", "990101001001"),
      person("G2", "张 三", "990101001002"),
      person("G3", "阿依·古丽", "990101001001"),
    ],
    "person",
  );
  expect(persons.find("张 三")).toMatchObject({ why: "several" });
  expect(persons.find("张三", inTownship("990101001002"))).toMatchObject({ code: "G2" });
  expect(persons.find("阿依•古丽")).toMatchObject({ code: "G3" });
  expect(persons.find("张四")).toEqual({ why: "none", candidates: expect.arrayContaining([]) });
});

const signs = fc.constantFrom(..."河西东中村大山一二1湾");
const word = fc.array(signs, { minLength: 1, maxLength: 4 }).map((all) => all.join(""));
const ending = fc.constantFrom("", "村", "社区", "村委会", "村民委员会", "党支部", "村党总支", "社区居委会");
const called = fc.tuple(fc.constantFrom("", "大山镇", "新民乡"), word, ending).map((parts) => parts.join(""));
const lists = fc
  .array(fc.record({ name: called, township: fc.constantFrom("大山镇", "新民乡") }), { maxLength: 8 })
  .map((all) =>
    all.map(({ name, township }, i) => place(`99010100${township === "大山镇" ? 1 : 2}00${i}`, name, township)),
  );
const shuffled = (list: Listed[]) => fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length });

describe("whatever the list and whatever was written", () => {
  test("what is found does not hang on the order of the list", () => {
    fc.assert(
      fc.property(
        lists.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        called,
        ([list, other], written) => {
          expect(makeDirectory(other, "village").find(written)).toEqual(makeDirectory(list, "village").find(written));
        },
      ),
    );
  });

  test("another one of the same name and place is never passed over: nothing is found any more", () => {
    fc.assert(
      fc.property(lists, fc.nat(), (list, i) => {
        const written = list[i % list.length]?.names[0] ?? "";
        const found = makeDirectory(list, "village").find(written);
        if (!("code" in found)) return;
        const twin = { ...list.find(({ code }) => code === found.code)!, code: "990109009009" };
        expect(makeDirectory([...list, twin], "village").find(written)).toMatchObject({ why: "several" });
      }),
    );
  });

  test("what is found is found too where nothing else is listed, and what is found alone may be several at most", () => {
    fc.assert(
      fc.property(lists, called, (list, written) => {
        const found = makeDirectory(list, "village").find(written);
        const alone = list.filter((one) => "code" in makeDirectory([one], "village").find(written));
        if ("code" in found) expect(alone.map(({ code }) => code)).toContain(found.code);
        else if (found.why === "none") expect(alone).toEqual([]);
        else expect(alone.length).toBeGreaterThan(1);
        if (alone.length === 1) expect(found).toMatchObject({ code: alone[0]!.code });
      }),
    );
  });

  test("each is found by its own full name, unless another is called so too", () => {
    fc.assert(
      fc.property(lists, (list) => {
        const all = makeDirectory(list, "village");
        for (const one of list) {
          const found = all.find(one.names[0]!);
          if ("code" in found) expect(found.code).toBe(one.code);
        }
      }),
    );
  });
});
