/** Masks of personal data: what stays of a number, how a mask is known when it comes back, and which columns must have one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everywhere, rangeOf } from "../../schema/region.ts";
import { type Register, register } from "../../schema/register.ts";
import { registerContradictions } from "../../schema/registerChecks.ts";
import { readCell } from "../../schema/sheet/cell.ts";
import { checkDigitOf } from "../../schema/sheet/cells/idNumber.ts";
import { type Column, type SensitiveKind, sensitiveKinds } from "../../schema/sheet/definition.ts";
import { isMaskOf, maskCells, maskText, seesWhole, shownCells } from "../../schema/sheet/mask.ts";
import { decideCells, readRows, type Standing } from "../../schema/sheet/push.ts";
import { withoutReturnedMasks } from "../../schema/sheet/returnedMasks.ts";

const number = "51092119800101123";
const id = number + checkDigitOf(number);

describe("a mask", () => {
  test.each<[SensitiveKind, string, string]>([
    ["idNumber", id, `510***********${id.slice(-4)}`],
    ["idNumber", "510921800101123", "510********1123"],
    ["bankAccount", "6228480000000009901", "***************9901"],
    ["phone", "13812345678", "*******5678"],
    ["other", "示范县城关镇1号", "********"],
    // Of short ones nothing stays.
    ["idNumber", "510921198001", "************"],
    ["bankAccount", "1234567", "*******"],
    ["phone", "8123456", "*******"],
    ["bankAccount", "", ""],
  ])("%s %s is %s", (kind, text, mask) => {
    expect(maskText(kind, text)).toBe(mask);
  });

  const kinds = fc.constantFrom(...sensitiveKinds);
  const texts = fc.oneof(fc.stringMatching(/^\d{0,24}$/), fc.string({ unit: "grapheme", maxLength: 30 }));

  test("shows at most half of a text, and never more than three signs before and four behind", () => {
    fc.assert(
      fc.property(kinds, texts, (kind, text) => {
        const [signs, mask] = [[...text], [...maskText(kind, text)]];
        expect(mask).toHaveLength(signs.length);
        const shown = mask.flatMap((sign, i) => (sign === "*" ? [] : [i]));
        expect(shown.length).toBeLessThanOrEqual(Math.min(7, signs.length / 2));
        expect(shown.every((i) => i < 3 || i >= signs.length - 4)).toBe(true);
        expect(shown.every((i) => mask[i] === signs[i])).toBe(true);
      }),
    );
  });

  test("of a mask is the mask itself", () => {
    fc.assert(
      fc.property(kinds, texts, (kind, text) => {
        expect(maskText(kind, maskText(kind, text))).toBe(maskText(kind, text));
      }),
    );
  });

  test("is the same of two numbers that differ where it hides, and belongs to both", () => {
    const [one, other] = ["6228480000000009901", "6228480000000019901"];
    const mask = maskText("bankAccount", one);
    expect(mask).toBe(maskText("bankAccount", other));
    expect([one, other].map((value) => isMaskOf("bankAccount", mask, value))).toEqual([true, true]);
    expect(isMaskOf("bankAccount", mask, "6228480000000009902")).toBe(false);
    expect(isMaskOf("bankAccount", mask, null)).toBe(false);
    expect(isMaskOf("bankAccount", one, one)).toBe(false);
  });
});

const columns: Column[] = [
  { key: "code", title: "编码", type: "code", required: true },
  { key: "name", title: "姓名", type: "text" },
  { key: "idNumber", title: "身份证号", type: "code", format: "idNumber", sensitive: "idNumber" },
  { key: "bankAccount", title: "银行账号", type: "code", sensitive: "bankAccount" },
  { key: "phone", title: "电话", type: "text", sensitive: "phone" },
];
const cells = { code: "G1", name: "某人", idNumber: id, bankAccount: "6228480000000009901", phone: "0878-3381234" };

describe("a row", () => {
  test("keeps what is nobody's number, and its empty cells", () => {
    const masked = maskCells(columns, { ...cells, phone: null });
    expect(masked).toEqual({
      ...{ code: "G1", name: "某人", phone: null, bankAccount: "***************9901" },
      idNumber: `510***********${id.slice(-4)}`,
    });
    expect(maskCells(columns, { name: "某人" })).toEqual({ name: "某人" });
  });

  test("is whole where its reader sees personal data, and masked elsewhere", () => {
    const reader = { personal: [rangeOf("990101000000")] };
    expect(shownCells(columns, reader, "990101001001", cells)).toEqual(cells);
    expect(shownCells(columns, reader, "990102001001", cells)).toEqual(maskCells(columns, cells));
    expect(shownCells(columns, { personal: [] }, "990101001001", cells)).toEqual(maskCells(columns, cells));
  });

  test("of a sheet without personal data is whole for everybody", () => {
    expect(seesWhole(columns.slice(0, 2), { personal: [] }, everywhere)).toBe(true);
    expect(seesWhole(columns, { personal: [] }, everywhere)).toBe(false);
    expect(seesWhole(columns, { personal: [rangeOf("990101000000")] }, [rangeOf("990101001000")])).toBe(true);
    expect(seesWhole(columns, { personal: [rangeOf("990101000000")] }, [rangeOf("990100000000")])).toBe(false);
  });
});

describe("what comes back in a push", () => {
  const standing = (base: Standing["base"] = {}, version = 1): Standing => ({
    ...{ id: "G1", regionCode: "990101001001", subjectId: "G1", cells, version, deleted: false, base },
  });
  const decide = (sent: Record<string, unknown>, stands = standing(), baseVersion = 1) => {
    const row = { id: "G1", baseVersion, cells: sent };
    const known = new Map(columns.map((column) => [column.key, column]));
    const [read] = withoutReturnedMasks(known, [row], readRows({ columns }, [row]), new Map([["G1", stands]]));
    return decideCells(stands, row, read!);
  };

  test("the whole row as it was shown changes nothing, whatever stands in it", () => {
    const values = fc.record({
      idNumber: fc
        .tuple(fc.integer({ min: 110000, max: 659999 }), fc.integer({ min: 0, max: 999 }))
        .map(([place, order]) => `${place}19800229${String(order).padStart(3, "0")}`)
        .map((first) => first + checkDigitOf(first)),
      bankAccount: fc.option(fc.stringMatching(/^\d{1,24}$/)),
      phone: fc.option(fc.stringMatching(/^1\d{10}(、1\d{10})?$/)),
    });
    fc.assert(
      fc.property(values, (numbers) => {
        const stands = { ...standing(), cells: { ...cells, ...numbers } };
        const decision = decide(maskCells(columns, stands.cells), stands);
        expect(decision).toEqual({ result: { id: "G1", status: "unchanged", version: 1 } });
      }),
    );
  });

  test("a mask of full-width signs is the same mask", () => {
    expect(decide({ bankAccount: "***************9901" }).result.status).toBe("unchanged");
  });

  test("a mask beside a cell that changed leaves its cell alone; the other is saved", () => {
    const { result, change } = decide({ ...maskCells(columns, cells), name: "另一人" });
    expect(result).toMatchObject({ status: "saved", version: 2 });
    expect([change!.from, change!.to]).toEqual([{ name: "某人" }, { name: "另一人" }]);
    expect(change!.cells).toEqual({ ...cells, name: "另一人" });
  });

  test("the mask of what stood when it was pulled changes nothing, though the number is another one by now", () => {
    const before = { bankAccount: "6228480000000001111" };
    const sent = maskCells(columns, { ...cells, ...before });
    expect(decide(sent, standing(before, 2)).result).toEqual({ id: "G1", status: "unchanged", version: 2 });
  });

  test.each([
    ["an edited mask", { idNumber: "510***********9999" }],
    ["another's mask, of full-width signs", { bankAccount: "***************0000" }],
    ["a mask in a cell of text", { phone: "*******1234" }],
    ["signs of a mask alone", { bankAccount: "***" }],
  ])("%s is a fault of its cell, and nothing of the row is saved", (_, sent) => {
    const { result, change } = decide({ ...sent, name: "另一人" });
    const [key] = Object.keys(sent);
    expect(change).toBeUndefined();
    expect(result).toMatchObject({ status: "invalid", errors: [{ key, code: "maskedValue" }] });
  });

  test("a star is no mask in a column that holds nobody's number", () => {
    expect(readCell({ title: "姓名", type: "text" }, "某*")).toEqual({ value: "某*" });
  });

  test("where others changed the cell since, a number is a conflict even if it is the right one", () => {
    const row = { id: "G1", baseVersion: 1, cells: { idNumber: id } };
    const [read] = readRows({ columns }, [row]);
    const stands = standing({ idNumber: "11010519491231002X" }, 2);
    expect(decideCells(stands, row, read!).result.status).toBe("unchanged");
    expect(decideCells(stands, row, read!, new Set(["idNumber"])).result.status).toBe("conflict");
  });
});

describe("a register", () => {
  const document: Register = {
    ...{ id: "helpers", title: "帮扶登记簿", group: "台账", assumed: "试验" },
    ...{ subject: "organization", period: "year", rows: "many" },
    columns: [{ key: "on", title: "日期", type: "date" }],
  };
  const said = (more: Partial<Register>) => registerContradictions({ ...document, ...more }).map((one) => one.message);

  test.each<[Column, SensitiveKind]>([
    [{ key: "number", title: "号码", type: "text", format: "idNumber" }, "idNumber"],
    [{ key: "number", title: "户主身份证号", type: "code" }, "idNumber"],
    [{ key: "idCard", title: "证件", type: "code" }, "idNumber"],
    [{ key: "number", title: "一折通账号(信用社)", type: "text" }, "bankAccount"],
    [{ key: "bankCard", title: "卡", type: "code" }, "bankAccount"],
    [{ key: "number", title: "联系电话", type: "text" }, "phone"],
  ])("must mark %j", (column, kind) => {
    expect(said({ columns: [column] })).toEqual([`“${column.title}”是个人信息,须写 sensitive: "${kind}"`]);
    expect(said({ columns: [{ ...column, sensitive: "other" }] })).toHaveLength(1);
    expect(said({ columns: [{ ...column, sensitive: kind }] })).toEqual([]);
  });

  test.each<Column>([
    { key: "calls", title: "电话", type: "integer" },
    { key: "balance", title: "账户余额", type: "money" },
    { key: "topic", title: "电话会议内容", type: "text" },
  ])("need not mark %j", (column) => {
    expect(said({ columns: [column] })).toEqual([]);
  });

  test("does not hide what names its rows, or no text", () => {
    const code: Column = { key: "code", title: "编码", type: "code", required: true, sensitive: "other" };
    const place: Column = { key: "regionCode", title: "区划", type: "code", refers: "regions", sensitive: "other" };
    const roster = { rows: "roster", period: "none", key: "code", region: "regionCode" } as const;
    expect(said({ ...roster, columns: [code, place] })).toEqual([
      "列 code 处处要显示,不能是个人信息",
      "列 regionCode 处处要显示,不能是个人信息",
    ]);
    const sum: Column = { key: "sum", title: "收入", type: "money", sensitive: "other" };
    expect(said({ columns: [sum] })).toEqual(["money 列没有 sensitive"]);
  });

  test("asks for no number in its rules and derived columns, but may ask whether one is there, and there once", () => {
    const phone: Column = { key: "phone", title: "电话", type: "text", sensitive: "phone" };
    const where = { column: "phone", op: "=" as const, value: "13812345678" };
    const rules = [
      { code: "asks", title: "问", where, check: { require: ["on"] } },
      { code: "lists", title: "列", check: { cover: { column: "phone", targets: ["13812345678"] } } },
      { code: "once", title: "一次", check: { unique: ["phone"] } },
      {
        code: "there",
        title: "须有",
        where: { column: "on", op: ">" as const, value: "2014" },
        check: { require: ["phone"] },
      },
    ];
    const derived = [{ key: "known", title: "相识", type: "flag" as const, when: where }];
    expect(said({ columns: [...document.columns, phone], rules, derived })).toEqual([
      "列 phone 是个人信息,条件不能看它的值",
      "列 phone 是个人信息,不能列出须有的值",
      "列 phone 是个人信息,条件不能看它的值",
    ]);
  });

  test("of the library has all its marks", () => {
    const found = Object.values(import.meta.glob("../../schema/registers/*.json", { eager: true, import: "default" }));
    const marked = found
      .map((one) => register.parse(one))
      .flatMap(({ columns: own }) => own.filter((c) => c.sensitive));
    expect(marked.map(({ key }) => key)).toEqual(["idNumber", "bankAccount"]);
  });
});
