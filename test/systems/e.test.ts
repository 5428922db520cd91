/** Registers: every one is pulled, edited and pushed over HTTP; its figure stands beside the rows, and what is wrong is said with its reason. */
import { beforeAll, expect, test } from "vitest";
import type { Cells } from "../../schema/sheet/definition.ts";
import { type Client, type Office, openOffice, wholeLibrary } from "../worker/office.ts";
import { community, edit, oneTownship, pull, v1, v2, v3, v4 } from "./system.ts";

let office: Office;
let clerk: Client;
/** Seven of the people on the roster. */
let people: string[];
beforeAll(async () => {
  office = await openOffice(oneTownship, wholeLibrary);
  clerk = office.as.prefecture;
  people = (await pull(clerk, "persons")).map(({ id }) => id).slice(0, 7);
});

const rosters = [
  "remote-education-sites",
  "online-groups",
  "demonstration-sites",
  "service-points",
  "joint-branches",
  "responsibility-tree",
];
const sheetOf = (register: string) => (rosters.includes(register) ? register : `register.${register}`);

let fresh = 0;

/** Adds rows to a register and reads what was said of each; what has been read otherwise is left out. */
async function add(register: string, period: string, subject: string, ...rows: Cells[]): Promise<string[]> {
  const body = {
    ...(period && { period }),
    rows: rows.map((cells) => ({ newKey: `n${++fresh}`, cells: { ...(subject && { subject }), ...cells } })),
  };
  const answer = await clerk("PATCH", `/v1/sheets/${sheetOf(register)}`, body);
  expect(answer.status, answer.text).toBe(200);
  type Said = { code: string; message: string };
  type Result = { status: string; errors?: Said[]; notices?: Said[] };
  return answer.body.results.map(({ status, errors = [], notices = [] }: Result) => {
    const said = [...errors, ...notices].filter(({ code }) => code !== "readAs");
    return [status, ...said.map(({ message }) => message)].join(" ");
  });
}

/** What stands in the register beside the rows of a subject; where its rows differ, what one of them says. */
async function shown(register: string, period: string, subject: string, ...keys: string[]) {
  const rows = (await pull(clerk, sheetOf(register), period)).filter((row) => row.subject === subject) as Cells[];
  return keys.map((key) => rows.map((row) => row[key] ?? null).find((cell) => cell !== null) ?? null);
}

test("E1 七环节: a project's stages in order, the latest project's stage counted; one that is late wants its talk", async () => {
  const project = { project: "村部新建", work: "新建", dueOn: "2010-06-30", area: 250.8, invested: 31.5 };
  const dates = { guidedOn: "2009-03-01", reportedOn: "2009-04", metOn: "2009-04-20", inspectedOn: "2009-08-01" };
  expect(await add("venue-projects", "2010", v1, { ...project, ...dates })).toEqual(["saved"]);
  expect(await shown("venue-projects", "2010", v1, "projects", "stage", "accepted")).toEqual([1, 4, 0]);
  const late = { ...project, ...dates, auditedOn: "2010-07-01", acceptedOn: "2010-07-10" };
  expect(await add("venue-projects", "2010", v2, late, { ...late, talkedOn: "2010-07-02" })).toEqual([
    expect.stringMatching(/^invalid .*逾期竣工的须有落后谈话/),
    "saved",
  ]);
  expect(await shown("venue-projects", "2010", v2, "stage", "accepted", "late")).toEqual([6, 1, true]);
  expect(await add("venue-projects", "2010", v3, { ...project, guidedOn: "2009-05-01", metOn: "2009-04-01" })).toEqual([
    expect.stringMatching(/^invalid .*七环节按先后/),
  ]);
});

test("E2 远程教育: 2 a month are enough; a site that stands on no village's number; a fault repaired", async () => {
  const site = {
    code: "YJ121",
    name: "第121个站点",
    organization: v1,
    keeper: "村书记",
    rules: "设备管理使用制度、设备操作规程",
  };
  expect(await add("remote-education-sites", "", "", site)).toEqual(["saved"]);
  const [first, second] = ["2014-03-05", "2014-03-19"].map((heldOn) => ({
    heldOn,
    topic: "养牛技术",
    attendance: "30余人",
  }));
  await add("remote-education-sessions", "2014-03", v1, first!);
  expect(await shown("remote-education-sessions", "2014-03", v1, "sessions", "compliant")).toEqual([1, false]);
  await add("remote-education-sessions", "2014-03", v1, second!);
  expect(await shown("remote-education-sessions", "2014-03", v1, "sessions", "compliant")).toEqual([2, true]);
  const fault = { site: "YJ121", fault: "收不到信号", reportedOn: "2014-03-06" };
  expect(await add("remote-education-faults", "2014-03", v1, fault, { ...fault, repairedOn: "2014-03-01" })).toEqual([
    "saved",
    expect.stringMatching(/^invalid .*修复不早于报告/),
  ]);
  expect(await shown("remote-education-faults", "2014-03", v1, "faults", "repaired", "working")).toEqual([1, 0, false]);
});

test("E3 四议两公开 has 4+2 steps, 四议一审两公开 seven; a step before the one it follows is refused", async () => {
  const days = ["2014-03-01", "2014-03-02", "2014-03-05", "2014-03-08", "2014-03-10", "2014-06-01"];
  const six = ["proposedOn", "discussedOn", "reviewedOn", "resolvedOn", "resolutionPublishedOn", "resultPublishedOn"];
  const done = (keys: string[], dates: string[]) => Object.fromEntries(keys.map((key, i) => [key, dates[i]!]));
  const matter = { matter: "修路", kind: "公益事业" };
  expect(await add("decisions", "2014", v1, { ...matter, ...done(six, days) })).toEqual(["saved"]);
  expect(await shown("decisions", "2014", v1, "steps", "complete", "allComplete")).toEqual([6, 1, true]);
  expect(await add("decisions", "2014", v1, { ...matter, ...done(six.slice(0, 3), days.slice(1)) })).toEqual(["saved"]);
  expect(await shown("decisions", "2014", v1, "matters", "steps", "allComplete")).toEqual([2, 3, false]);
  expect(
    await add("decisions", "2014", v1, {
      ...matter,
      ...done(["proposedOn", "discussedOn"], ["2014-03-05", "2014-03-01"]),
    }),
  ).toEqual([expect.stringMatching(/^invalid .*各步依次进行/)]);
  const seven = [...six.slice(0, 3), "auditedOn", ...six.slice(3)];
  await add("audited-decisions", "2016", v1, {
    ...matter,
    ...done(seven, [...days.slice(0, 3), "2014-03-06", ...days.slice(3)]),
  });
  expect(await shown("audited-decisions", "2016", v1, "steps", "allComplete")).toEqual([7, true]);
  await add("five-discussions", "2013", v1, { ...matter, proposedOn: "2013-01-05" });
  expect(await shown("five-discussions", "2013", v1, "steps", "allComplete")).toEqual([1, false]);
  const hearing = { kind: "集资", matter: "修路集资", heldOn: "2014-03-03", attendance: "60余人" };
  expect(
    await add("hearings", "2014", v1, { ...hearing, decidedOn: "2014-03-08" }, { ...hearing, decidedOn: "2014-03-01" }),
  ).toEqual(["saved", expect.stringMatching(/^invalid .*听证在决策之前/)]);
  const lesson = { kind: "党课", heldOn: "2016-02-01", expected: 30, present: 27 };
  expect(await add("party-meetings", "2016-Q1", v1, lesson)).toEqual([
    expect.stringMatching(/^saved .*还缺支部党员大会、支部委员会、党小组会/),
  ]);
  expect(await shown("party-meetings", "2016-Q1", v1, "attendance", "committeeMonths")).toEqual([90, 0]);
});

test("E4 每月10日、周三: days that are due by the calendar; four boards; a yearly full inspection", async () => {
  const on = (kind: string, ...days: string[]) => days.map((heldOn) => ({ kind, heldOn, people: "40余人次" }));
  // The Wednesdays of September 2014: 3, 10, 17, 24.
  await add(
    "duty-days",
    "2014-09",
    v1,
    ...on("联合接访日", "2014-09-10"),
    ...on("周三服务日", "2014-09-03", "2014-09-10", "2014-09-18"),
    ...on("党日活动", "2014-09-30"),
  );
  expect(await shown("duty-days", "2014-09", v1, "reception", "service", "partyDay")).toEqual([100, 50, 100]);
  await add("duty-days", "2014-09", v2, ...on("联合接访日", "2014-09-11"));
  expect(await shown("duty-days", "2014-09", v2, "reception", "service", "partyDay")).toEqual([0, 0, 0]);
  expect(
    await add("disclosures", "2014-09", v1, { board: "党务公开", content: "发展党员", publishedOn: "2014-09-02" }),
  ).toEqual([expect.stringMatching(/^saved .*还缺村\(居\)务公开、财务公开、其他事项/)]);
  const shift = { on: "2014-09-01", kind: "文书坐班", person: people[0]! };
  expect(await add("duty-roster", "2014-09", v1, { ...shift, present: "√" }, { ...shift, present: "×" })).toEqual([
    "saved",
    expect.stringMatching(/^invalid .*未到岗须写原因/),
  ]);
  await add("disclosure-inspections", "2014", v1, { inspectedOn: "2014-05-01", kind: "不定期检查" });
  expect(await shown("disclosure-inspections", "2014", v1, "full", "inspected")).toEqual([0, false]);
  await add("disclosure-inspections", "2014", v1, {
    inspectedOn: "2014-06-01",
    kind: "全面检查",
    correctBy: "2014-07-01",
    correctedOn: "2014-07-05",
  });
  expect(await shown("disclosure-inspections", "2014", v1, "full", "inspected", "late")).toEqual([1, true, true]);
  expect(
    await add("online-groups", "", "", { code: "QQ1", name: "一村工作群", organization: v1, members: "200余人" }),
  ).toEqual(["saved"]);
});

test("E5 走完21个村、99个社、220个湾: what is covered, in percent; three villages a member, told where two have one", async () => {
  const places = (kind: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ kind, place: `第${i + 1}`, on: "2014-09-01", people: 2 }));
  await add(
    "village-walks",
    "2014",
    people[0]!,
    ...places("村(社区)", 21),
    ...places("社", 33),
    ...places("社", 3),
    ...places("湾", 22),
  );
  expect(await shown("village-walks", "2014", people[0]!, "villages", "groups", "hamlets")).toEqual([100, 33.33, 10]);
  const linked = [v1, v2, v3].map((village) => ({ village }));
  expect(await add("linked-villages", "2014", people[0]!, ...linked)).toEqual(["saved", "saved", "saved"]);
  expect(await shown("linked-villages", "2014", people[0]!, "villages", "enough")).toEqual([3, true]);
  expect(await add("linked-villages", "2014", people[1]!, { village: v4 }, { village: v1 })).toEqual([
    "saved",
    expect.stringMatching(/^saved .*一村不重复联系/),
  ]);
  expect(await shown("linked-villages", "2014", people[1]!, "villages", "enough")).toEqual([2, false]);
  await add("contact-visits", "2013-05", people[0]!, ...[v1, v2].map((village) => ({ village, on: "2013-05-06" })));
  expect(await shown("contact-visits", "2013-05", people[0]!, "villages", "inRange")).toEqual([2, true]);
  await add("contact-visits", "2013-05", people[0]!, { village: v3, on: "2013-05-07" });
  expect(await shown("contact-visits", "2013-05", people[0]!, "villages", "inRange")).toEqual([3, false]);
  const eight = ["research", "way", "activity", "pioneers", "projects", "venues", "families", "rules"];
  const pair = (without?: string) => Object.fromEntries(eight.map((key) => [key, key !== without]));
  await edit(clerk, "register.pairings", "2012", { [v1]: pair(), [v2]: pair("venues") });
  expect([await shown("pairings", "2012", v1, "allDone"), await shown("pairings", "2012", v2, "allDone")]).toEqual([
    [true],
    [false],
  ]);
  expect(await add("assistance", "2011", v1, { system: "先进帮后进", helper: "河西村", done: "结对" })).toEqual([
    expect.stringMatching(/^saved .*还缺城市带农村/),
  ]);
  expect(
    await add("demonstration-sites", "", "", { code: "SF1", name: "示范点", organization: v1, level: "州级" }),
  ).toEqual(["saved"]);
});

test("E6 每周至少劳作半天, 三本笔记, 每年至少1次县级培训, 保险", async () => {
  const [who, other] = people as [string, string];
  // Four weeks of September 2014 have their Thursday in it: those of the 4th, 11th, 18th and 25th.
  await add(
    "labour-days",
    "2014-09",
    who,
    ...["2014-09-01", "2014-09-13", "2014-09-14", "2014-09-26"].map((on) => ({ on, halfDays: 1 })),
  );
  expect(await shown("labour-days", "2014-09", who, "weekly", "halfDaysInMonth")).toEqual([75, 4]);
  await edit(clerk, "register.cadre-notes", "2014-Q3", {
    [who]: { policy: true, people: true, work: true },
    [other]: { policy: true, people: true },
  });
  expect([
    await shown("cadre-notes", "2014-Q3", who, "all"),
    await shown("cadre-notes", "2014-Q3", other, "all"),
  ]).toEqual([[true], [null]]);
  await add("cadre-training", "2012", who, { on: "2012-04-01", organiser: "乡镇" });
  expect(await shown("cadre-training", "2012", who, "county", "enough")).toEqual([0, false]);
  await add("cadre-training", "2012", who, { on: "2012-05-01", organiser: "县级", days: 2.5 });
  expect(await shown("cadre-training", "2012", who, "county", "enough")).toEqual([1, true]);
  await edit(clerk, "register.cadre-insurance", "2012", {
    [who]: { pension: true, injury: true, maternity: true, accident: false },
  });
  expect(await shown("cadre-insurance", "2012", who, "all")).toEqual([false]);
});

test("E7 便民代办: more closed than accepted is refused; a point of service stands on its roster", async () => {
  await edit(clerk, "register.service-cases", "2015-03", {
    [v1]: { accepted: 100, closed: 98, asked: 50, satisfied: 49 },
  });
  expect(await shown("service-cases", "2015-03", v1, "closed")).toEqual([98]);
  expect(
    await add("service-points", "", "", {
      code: "DL541",
      name: "代理服务站",
      organization: community,
      level: "村(社区)",
      hall: true,
      agents: 2,
    }),
  ).toEqual(["saved"]);
});

test("E8 680场37132人次、42期3764人次: summed up; 2.5万余场 is a lower bound", async () => {
  await add(
    "trainings",
    "2011",
    v1,
    { kind: "实用技术培训", sessions: 680, heads: 37132 },
    { kind: "乡镇党校培训", sessions: 42, heads: 3764 },
  );
  expect(await shown("trainings", "2011", v1, "allSessions", "allHeads")).toEqual([722, 40896]);
  expect(await add("activities", "2015", v1, { kind: "文化娱乐", times: "25000余" })).toEqual(["saved"]);
  expect(await shown("activities", "2015", v1, "times", "allTimes")).toEqual(["25000+", 25000]);
});

test("E9 14630 groups, 10565 with an organization, 6347 of them branches: 72.21 % and 60.08 %; four gates in order", async () => {
  await edit(clerk, "register.organization-setup", "2012", {
    [v1]: { form: "general", groups: 14630, covered: 10565, branches: 6347 },
  });
  expect(await shown("organization-setup", "2012", v1, "coverage", "branchShare")).toEqual([72.21, 60.08]);
  const gates = {
    recommendedOn: "2012-01-05",
    publicisedOn: "2012-02-05",
    reviewedOn: "2012-03-05",
    votedOn: "2012-04-05",
  };
  expect(
    await add(
      ...(["member-development", "2012", v1] as const),
      { person: people[0]!, pool: "重点培养对象库", ...gates },
      { person: people[1]!, pool: "优秀村民库", recommendedOn: "2012-03-01", publicisedOn: "2012-02-01" },
      { person: people[2]!, pool: "优秀村民库", recommendedOn: "2012-03-01" },
    ),
  ).toEqual(["saved", expect.stringMatching(/^invalid .*四关依次进行/), "saved"]);
  expect(await shown("member-development", "2012", v1, "people", "passed")).toEqual([2, 1]);
  await add(
    "mobile-members",
    "2014",
    v1,
    { person: people[0]!, place: "广东", station: true },
    { person: people[1]!, place: "浙江" },
  );
  expect(await shown("mobile-members", "2014", v1, "members", "managed", "allManaged")).toEqual([2, 1, false]);
  expect(
    await add("joint-branches", "", "", {
      code: "XH73",
      name: "养猪协会党支部",
      organization: v1,
      form: "行业协会党支部",
    }),
  ).toEqual(["saved"]);
  await add(
    "cadre-selection",
    "2012",
    v1,
    { person: people[0]!, kind: "录用为公务员" },
    { person: people[1]!, kind: "提拔为副乡镇长" },
  );
  expect(await shown("cadre-selection", "2012", v1, "people")).toEqual([2]);
});

test("E10 督查: what is to be corrected has a term; corrected after it is late; the tree of who answers", async () => {
  const visit = { on: "2016-03-01", item: "公开栏", result: "责令限期改正" };
  expect(
    await add(
      ...(["inspections", "2016-03", v1] as const),
      visit,
      { ...visit, found: "未更新", correctBy: "2016-03-15", correctedOn: "2016-03-20" },
      { ...visit, result: "合格" },
    ),
  ).toEqual([expect.stringMatching(/^invalid .*责令改正的须有期限/), "saved", "saved"]);
  const rows = (await pull(clerk, "register.inspections", "2016-03")).filter(({ subject }) => subject === v1);
  rows.sort(({ found }) => (found === null ? 1 : -1));
  expect(rows.map(({ inspections, toCorrect, inTime, late }) => [inspections, toCorrect, inTime, late])).toEqual([
    [2, 1, false, true],
    [2, 1, null, null],
  ]);
  await edit(clerk, "register.supervision-ledger", "2016-Q1", {
    [v1]: { score: 80, outcome: "commended" },
    [v2]: { score: 79.99 },
  });
  expect([
    await shown("supervision-ledger", "2016-Q1", v1, "good"),
    await shown("supervision-ledger", "2016-Q1", v2, "good"),
  ]).toEqual([[true], [false]]);
  const group = {
    code: "LD1",
    name: "活动场所建设领导小组",
    regionCode: v1,
    level: "村(社区)",
    leader: "某",
    duty: "负全责",
  };
  expect(await add("responsibility-tree", "", "", group)).toEqual(["saved"]);
});
