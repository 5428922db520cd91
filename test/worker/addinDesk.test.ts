/** The add-in's desk at the real server: what a clerk edits in a workbook is pulled, pushed, settled; nothing is lost. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { Api } from "../../addin/api/api.ts";
import { Tokens } from "../../addin/api/tokens.ts";
import { Desk } from "../../addin/desk/desk.ts";
import { explain } from "../../addin/desk/explain.ts";
import { tryOut } from "../../addin/desk/trial.ts";
import { type MemoryWorkbook, memoryWorkbook } from "../../addin/workbook/memory.ts";
import type { Role } from "../../schema/roles.ts";
import { tasksOf } from "../../schema/tasks.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { change, rowOf, star } from "./desk.ts";
import { indicators, type Office, openOffice, prefecture, township, village } from "./office.ts";

const place = { period: "2014-H1" };
let office: Office;
/** Breaks the way to the server: before a request comes there, or before its answer comes back. */
let broken: "no" | "there" | "back" = "no";

async function clerk(account: Role) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const api = new Api({
    origin: "http://xingping.test",
    tokens: new Tokens(() => storage),
    async fetch(input, init) {
      if (broken === "there") throw new TypeError("offline");
      const answer = await exports.default.fetch(new Request(String(input), init as RequestInit));
      if (broken === "back") throw new TypeError("offline");
      return answer as unknown as Response;
    },
    wait: async () => undefined,
  });
  await api.signIn(account, demoPassword);
  const workbook = memoryWorkbook();
  return { api, workbook, desk: new Desk(api, workbook) };
}

/** Types into the row of a village. */
function type(workbook: MemoryWorkbook, name: string, id: string, title: string, value: string | number) {
  const { columns, rows } = workbook.held.get(name)!;
  const [idAt, at] = [columns.indexOf("编码"), columns.indexOf(title)];
  rows.find((row) => row[idAt] === id)![at] = value;
}
const cellIn = (workbook: MemoryWorkbook, name: string, id: string, title: string) => {
  const { columns, rows } = workbook.held.get(name)!;
  return rows.find((row) => row[columns.indexOf("编码")] === id)![columns.indexOf(title)];
};
const titleOf = async (desk: Desk, name: string, key: string) =>
  (await desk.look(name)).snapshot.definition.columns.find((column) => column.key === key)!.title;
const [team, people, ability] = ["服务班子强", "服务队伍强", "服务能力强"] as const;

beforeAll(async () => {
  office = await openOffice();
});

describe("a clerk with a workbook", () => {
  test("pulls a sheet, edits cells, and pushes only those; every row says what became of it", async () => {
    const { desk, workbook } = await clerk("prefecture");
    const name = await desk.pull(indicators, place);
    expect(workbook.held.get(name)!.rows).toHaveLength(48);
    expect((await desk.look(name)).pending.rows).toEqual([]);
    type(workbook, name, village, team, 17);
    type(workbook, name, "990101001002", people, "很好");
    const { pending } = await desk.check(name);
    expect(pending.rows.map(({ id, isSent }) => [id, isSent])).toEqual([
      [village, true],
      ["990101001002", false],
    ]);
    expect(cellIn(workbook, name, village, "变更")).toBe(`修改:${team}`);
    expect(cellIn(workbook, name, "990101001002", "状态")).toContain(people);
    const pushes = await office.count("push");
    const { summary, left } = await desk.push(name, { note: "更正" });
    expect(summary).toEqual({ saved: 1, invalid: 1 });
    expect(left.rows.map(({ id }) => id)).toEqual(["990101001002"]);
    expect(await office.count("push")).toBe(pushes + 1);
    expect((await rowOf(office.as.admin, star, village, "period=2014-H1"))!.serviceTeam).toBe(17);
    expect(cellIn(workbook, name, village, "状态")).toBe("已保存");
    expect((await desk.push(name)).summary).toEqual({ invalid: 1 });
    await desk.restore(name);
    expect((await desk.look(name)).pending.rows).toEqual([]);
  });

  test("whose cell others have changed too sees both, and chooses; other cells of the row are merged", async () => {
    const { desk, workbook } = await clerk("prefecture");
    const name = await desk.pull(indicators, place);
    const id = "990101001003";
    await change(office.as.county, star, id, { serviceTeam: 11, servicePersonnel: 12 }, { period: "2014-H1" });
    type(workbook, name, id, team, 13);
    type(workbook, name, id, ability, 14);
    expect((await desk.push(name)).summary).toEqual({ conflict: 1 });
    const [row] = (await desk.look(name)).pending.rows;
    expect(row!.cells.find(({ title }) => title === team)).toMatchObject({ to: 13, conflict: { theirs: 11 } });
    expect(cellIn(workbook, name, id, people)).toBe(12);
    await desk.resolve(name, [{ id, key: row!.cells.find(({ title }) => title === team)!.key, take: "mine" }]);
    expect((await desk.push(name)).summary).toEqual({ saved: 1 });
    expect(await rowOf(office.as.admin, star, id, "period=2014-H1")).toMatchObject({
      ...{ serviceTeam: 13, servicePersonnel: 12, serviceCapability: 14 },
    });
  });

  test.each(["there", "back"] as const)("loses nothing when the line breaks (%s), and saves once", async (how) => {
    const { desk, workbook } = await clerk("prefecture");
    const name = await desk.pull(indicators, place);
    const value = how === "there" ? 9 : 8;
    type(workbook, name, "990101001004", team, value);
    const before = (await rowOf(office.as.admin, star, "990101001004", "period=2014-H1"))!;
    broken = how;
    await expect(desk.push(name)).rejects.toMatchObject({ code: "offline" });
    broken = "no";
    // The workbook is closed and opened again: all that is known is kept in it.
    const again = new Desk((await clerk("prefecture")).api, workbook);
    expect((await again.push(name)).summary).toEqual({ saved: 1 });
    const after = (await rowOf(office.as.admin, star, "990101001004", "period=2014-H1"))!;
    expect([after.serviceTeam, after.version]).toEqual([value, before.version + 1]);
    expect((await again.look(name)).pending.rows).toEqual([]);
  });

  test("whose sign-in has ended keeps what is pending, signs in again and pushes", async () => {
    const { api, desk, workbook } = await clerk("prefecture");
    const name = await desk.pull(indicators, place);
    type(workbook, name, "990101001005", team, 7);
    await office.d1.prepare("update credential set revokedAt = '2014-01-01T00:00:00.000Z'").run();
    await expect(desk.push(name)).rejects.toMatchObject({ name: "SignInNeeded" });
    expect((await desk.look(name)).pending.rows).toHaveLength(1);
    await office.d1.prepare("update credential set revokedAt = null").run();
    await api.signIn("prefecture", demoPassword);
    expect((await desk.push(name)).summary).toEqual({ saved: 1 });
  });

  test("refreshes: rows of others come in, new and deleted ones too, what is pending stays", async () => {
    const { desk, workbook } = await clerk("prefecture");
    const name = await desk.pull("organizations", { period: "" });
    const { columns, rows } = workbook.held.get(name)!;
    const nameAt = columns.indexOf(await titleOf(desk, name, "name"));
    const cells = { code: "N0001", name: "新建党支部", regionCode: village, kind: "village" };
    await office.as.prefecture("PATCH", "/v1/sheets/organizations", { rows: [{ newKey: "n", cells }] });
    rows[0]![nameAt] = "改了名的党总支";
    const { pending } = await desk.refresh(name);
    expect(pending.rows).toHaveLength(1);
    const found = workbook.held.get(name)!.rows;
    expect(found.some((row) => row.includes("N0001"))).toBe(true);
    expect(found[0]![nameAt]).toBe("改了名的党总支");
  });

  test("refreshes only the rows that are selected; the others follow when all are", async () => {
    const { desk, workbook } = await clerk("prefecture");
    const name = await desk.pull(indicators, place);
    const [one, other] = ["990101001006", "990101001007"];
    const before = cellIn(workbook, name, other, team);
    for (const id of [one, other])
      await change(office.as.county, star, id, { serviceTeam: 6.5 }, { period: "2014-H1" });
    await expect(desk.refreshSelected(name)).rejects.toThrow("没有选中表中的行");
    const { columns, rows } = workbook.held.get(name)!;
    workbook.point({ name, row: rows.findIndex((row) => row[columns.indexOf("编码")] === one), column: team });
    await desk.refreshSelected(name);
    expect([one, other].map((id) => cellIn(workbook, name, id, team))).toEqual([6.5, before]);
    await desk.refresh(name);
    expect(cellIn(workbook, name, other, team)).toBe(6.5);
  });

  test("adds a row to a roster, once", async () => {
    const { desk, workbook } = await clerk("prefecture");
    const name = await desk.pull("organizations", { period: "" });
    const { columns, rows } = workbook.held.get(name)!;
    const cells = { code: "N0002", name: "另一个党支部", regionCode: village, kind: "村" };
    const titled = await Promise.all(
      Object.entries(cells).map(async ([key, value]) => [await titleOf(desk, name, key), value] as const),
    );
    const fresh = columns.map((title): string => new Map(titled).get(title) ?? "");
    rows.push(fresh);
    expect((await desk.push(name)).summary).toEqual({ saved: 1 });
    expect((await desk.push(name)).summary).toEqual({});
    expect((await rowOf(office.as.admin, "/v1/sheets/organizations", "N0002"))!.name).toBe("另一个党支部");
  });
});

describe("the pane asks", () => {
  const round = `xinhui-star-organization.2014-H1.${prefecture}`;

  test("what is due from whom, by when", async () => {
    const asked = { policyId: "xinhui-star-organization", period: "2014-H1", regionCode: prefecture };
    await office.as.prefecture("POST", "/v1/rounds", { ...asked, deadline: "2014-07-10" });
    const { api } = await clerk("township");
    expect(await tasksOf(api)).toMatchObject([
      { round, regionCode: township, name: "城关镇", state: "pending", deadline: "2014-07-10", overdue: true },
    ]);
    await api.stepSubmission(round, township, { action: "submit" });
    expect((await tasksOf(api))[0]!.state).toBe("submitted");
  });

  test("why a row has its stars, and what it would come to as it stands in the table", async () => {
    await office.as.prefecture("POST", `/v1/rounds/${round}/compute`);
    const { api, desk, workbook } = await clerk("prefecture");
    const name = await desk.pull(indicators, place);
    type(workbook, name, village, team, 20);
    type(workbook, name, village, people, 20);
    const { snapshot, pending } = await desk.look(name);
    const explained = (await explain(api, snapshot, village))!;
    expect(explained.subjectId).toBe(village);
    const trial = (await tryOut(api, snapshot, pending, village, explained))!;
    expect("score" in trial.after && trial.after.score).toBeGreaterThan((explained as { score: number }).score);
    const pulled = await desk.pull("outcomes.xinhui-star-organization", place);
    expect((await desk.look(pulled)).snapshot.definition.editable).toBe(false);
    await desk.chart(pulled);
    const [stars, scores] = workbook.charts.get(pulled)!.charts;
    expect(stars!.figures.map(([title]) => title)).toEqual(["5星", "4星", "3星", "2星", "1星", "0星", "未评分"]);
    expect(stars!.figures.reduce((all, [, count]) => all + count, 0)).toBe(workbook.held.get(pulled)!.rows.length);
    const shown = scores!.figures.map(([, score]) => score);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    await expect(desk.chart(name)).rejects.toThrow("没有可画的结果");
  });
});
