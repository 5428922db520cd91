/** What a policy document says against itself: names without a definition, values of the wrong type, rules that clash. */
import { levelOf } from "../region.ts";
import { readCell } from "../sheet/cell.ts";
import { inputsOf, nodesOf, type ValueNode } from "./aggregates.ts";
import { appraisalContradictions } from "./appraisalChecks.ts";
import { type Condition, comparisonsOf } from "./condition.ts";
import { inexactNumbers } from "./exactNumbers.ts";
import { drawnFrom, type Indicator } from "./indicators.ts";
import type { Input } from "./input.ts";
import type { Policy, RankingPolicy, RatingPolicy, SubsidyPolicy } from "./policy.ts";
import type { Grade } from "./rating.ts";
import { stageContradictions } from "./stages.ts";

/** A contradiction with its place in the document. */
export interface Contradiction {
  path: PropertyKey[];
  message: string;
}

/** What the value of an input must be for a shape that reads it. */
const wantedBy: Partial<Record<ValueNode["shape"], Wanted>> = {
  flag: "flag",
  checklist: "flag",
  lookup: "option",
  percentOf: "option",
  seniority: "spells",
};
type Wanted = "number" | "flag" | "option" | "spells" | "months";
const wantedText: Record<Wanted, string> = {
  number: "数字",
  flag: "是否项",
  option: "选项",
  spells: "任职经历",
  months: "月数",
};

const numeric = new Set<Input["type"]>(["integer", "decimal", "percent", "money", "months"]);

interface Reference {
  path: PropertyKey[];
  input: string;
  /** What the place makes of the value. */
  wants?: Wanted;
  /** What it compares the value with. */
  value?: string | number | boolean;
}

const conditionReferences = (condition: Condition, path: PropertyKey[]): Reference[] =>
  comparisonsOf(condition, path).map(({ path: place, comparison: { input, value } }) => ({
    path: place,
    input,
    value,
  }));

/** Where the nodes of a value name inputs, and what they want of them. */
function valueReferences(root: ValueNode, path: PropertyKey[]): Reference[] {
  return nodesOf(root, path).flatMap(({ path: place, node }) => [
    ...inputsOf(node).map(
      (one): Reference => ({
        path: [...place, ...one.path],
        input: one.input,
        wants: wantedBy[node.shape] ?? "number",
      }),
    ),
    ...(node.when ? conditionReferences(node.when, [...place, "when"]) : []),
  ]);
}

/** Where a grade names an input. */
function gradeReferences({ vetoes, required = [], groupCuts = [], distributionRule }: Grade): Reference[] {
  const whens = [
    ...vetoes.map(({ when }, i) => ({ when, path: ["vetoes", i, "when"] })),
    ...required.map(({ when }, i) => ({ when, path: ["required", i, "when"] })),
    ...groupCuts.flatMap(({ when }, i) => (when ? [{ when, path: ["groupCuts", i, "when"] }] : [])),
  ];
  return [
    ...whens.flatMap(({ when, path }) => conditionReferences(when, ["grade", ...path])),
    ...(distributionRule?.keys ?? []).map(
      ({ input }, i): Reference => ({
        path: ["grade", "distributionRule", "keys", i, "input"],
        input,
        wants: "number",
      }),
    ),
  ];
}

/** What a grade says against itself: cuts in the wrong direction, rules that lack their other half. */
function gradeContradictions(grade: Grade, codes: ReadonlySet<string | undefined>): Contradiction[] {
  const { best = "highest", cuts, groupCuts = [], worstItem } = grade;
  const lists = [
    ...(cuts ?? []).map(({ value }, i) => ({ value, path: ["cuts", i, "value"] })),
    ...groupCuts.flatMap((group, g) =>
      group.cuts.map(({ value }, i) => ({ value, path: ["groupCuts", g, "cuts", i, "value"] })),
    ),
  ];
  const inOrder = (value: Partial<Record<string, number>>) => {
    const points = Object.entries(value)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, cut]) => (best === "highest" ? cut! : -cut!));
    return points.every((cut, i) => i === 0 || points[i - 1]! < cut);
  };
  const found: Contradiction[] = lists
    .filter(({ value }) => !inOrder(value))
    .map(({ path }) => ({ path, message: `星级越高,分数线须越${best === "highest" ? "高" : "低"}` }));
  const named = grade.levels;
  const reachable = [...lists, ...(grade.distribution ?? [])].flatMap(({ value }) => Object.keys(value));
  for (const star of named ? new Set(["0", ...reachable]) : [])
    if (!Object.hasOwn(named!, star)) found.push({ path: ["levels"], message: `第 ${star} 级没有名称` });
  if (!cuts && !grade.distribution) found.push({ path: ["cuts"], message: "分数线与比例分配至少写一个" });
  if (grade.shares && !grade.shareRule) found.push({ path: ["shareRule"], message: "有比例上限时须写明名额怎样算" });
  if (grade.distribution && !grade.distributionRule)
    found.push({ path: ["distributionRule"], message: "按比例分配时须写明怎样分配" });
  worstItem?.items.forEach((code, i) => {
    if (!codes.has(code)) found.push({ path: ["worstItem", "items", i], message: `没有编号为 ${code} 的评分项` });
  });
  return found.map(({ path, message }) => ({ path: ["grade", ...path], message }));
}

/** Where a policy names an input. */
function referencesOf(value: RatingPolicy | RankingPolicy | SubsidyPolicy): Reference[] {
  if (value.kind === "rating") return [...valueReferences(value.score, ["score"]), ...gradeReferences(value.grade)];
  if (value.kind === "subsidy")
    return [
      ...value.items.flatMap((item, i) => valueReferences(item.amount, ["items", i, "amount"])),
      ...(value.months ? [{ path: ["months", "input"], input: value.months.input, wants: "months" as const }] : []),
      ...(value.appointments ? [{ path: ["appointments", "input"], input: value.appointments.input }] : []),
      ...(value.fund?.order ? [{ path: ["fund", "order"], input: value.fund.order, wants: "number" as const }] : []),
    ];
  return [
    { path: ["measure", "input"], input: value.measure.input, wants: "number" },
    ...value.groups.flatMap((group, g) => [
      ...(group.when ? conditionReferences(group.when, ["groups", g, "when"]) : []),
      ...(group.mandatory?.hits ?? []).flatMap(({ when }, i) =>
        conditionReferences(when, ["groups", g, "mandatory", "hits", i, "when"]),
      ),
      ...(group.exclusions ?? []).flatMap(({ when }, i) =>
        conditionReferences(when, ["groups", g, "exclusions", i, "when"]),
      ),
      ...group.selection.keys.map(
        (key, k): Reference => ({
          path: ["groups", g, "selection", "keys", k, "input"],
          input: key.input,
          wants: "number",
        }),
      ),
    ]),
  ];
}

/** What an indicator gives, where that is known before any entry is read. */
function givenBy(from: Indicator): "number" | "flag" | "spells" | undefined {
  if (from.shape === "spells") return "spells";
  if (from.shape === "latest" || from.shape === "outcomeOf") return undefined;
  return from.shape === "steps" && from.result === "complete" ? "flag" : "number";
}

/** Whether a value that the policy writes is one that the input can have. */
const fits = (input: Input, value: string | number | boolean) => {
  const reading = readCell(input, value);
  return "value" in reading && reading.value === value;
};

/** The values of a policy with their places. */
function rootsOf(value: RatingPolicy | RankingPolicy | SubsidyPolicy): { path: PropertyKey[]; node: ValueNode }[] {
  if (value.kind === "rating") return [{ path: ["score"], node: value.score }];
  return value.kind === "subsidy"
    ? value.items.map(({ amount }, i) => ({ path: ["items", i, "amount"], node: amount }))
    : [];
}

/** No table is looked up by more combinations of options than this. */
const mostKeys = 65_536;

/** What one node says against the inputs that it reads, or against itself. */
function nodeContradictions(node: ValueNode, policy: RatingPolicy | RankingPolicy | SubsidyPolicy): string[] {
  const unknown = (inputs: readonly string[], tables: readonly { value: Record<string, number> }[]) => {
    const codes = inputs.map((code) => policy.inputs[code]?.options?.map(([option]) => option) ?? []);
    return tables
      .flatMap(({ value }) => Object.keys(value))
      .filter((key) => {
        const parts = key.split("/");
        return parts.length !== codes.length || parts.some((part, i) => !codes[i]!.includes(part));
      })
      .map((key) => `表中的 ${key} 不是可选的代码`);
  };
  switch (node.shape) {
    case "lookup": {
      const size = node.by.reduce((product, code) => product * (policy.inputs[code]?.options?.length ?? 1), 1);
      return size > mostKeys ? [`查表的组合有${size}种,最多${mostKeys}种`] : unknown(node.by, node.table);
    }
    case "percentOf":
      return node.by ? unknown([node.by.input], node.by.table) : [];
    case "seniority":
      return (node.terms?.each ?? []).flatMap(({ value }) =>
        node.posts.filter((post) => value[post] === undefined).map((post) => `职务 ${post} 没有每届数额`),
      );
    case "sameAs":
      return policy.kind === "subsidy" ? [] : ["只有补贴办法才有项目可引用"];
    default:
      return [];
  }
}

/** The items that an amount names. */
const sameAsOf = (amount: ValueNode): string[] =>
  nodesOf(amount, []).flatMap(({ node }) => (node.shape === "sameAs" ? [node.item] : []));

/** So many items may be written out for one, counting the items of its items. */
const mostExpansion = 64;

/** How many items are written out for one. */
function expansion(named: ReadonlyMap<string, string[]>, item: string, depth = 0): number {
  if (depth > mostExpansion) return depth;
  let count = 1;
  for (const other of named.get(item) ?? []) {
    count += expansion(named, other, depth + 1);
    if (count > mostExpansion) return count;
  }
  return count;
}

/** Whether following names from one item comes to another. */
function reaches(named: ReadonlyMap<string, string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(named.get(from) ?? [])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (!seen.has(at)) open.push(...(named.get(at) ?? []));
    seen.add(at);
  }
  return false;
}

const periodsOfKind = ({ period }: SubsidyPolicy): string[] => (Array.isArray(period) ? period : [period]);

/** Everything that a policy says against itself; empty for a sound one. */
export function contradictionsOf(value: Policy): Contradiction[] {
  const found = value.kind === "appraisal" ? appraisalContradictions(value) : inputContradictions(value);
  found.push(...successorContradictions(value));
  if (levelOf(value.region) === "village") found.push({ path: ["region"], message: "制定机关不低于乡镇" });
  return [...found, ...inexactNumbers(value)];
}

/** What a policy says of successors that can have no effect by its other rules. */
function successorContradictions(value: Policy): Contradiction[] {
  const { asOf, inherits, records } = value.successors ?? {};
  const found: Contradiction[] = [];
  const say = (key: string, message: string) => found.push({ path: ["successors", key], message });
  const sources = value.kind === "appraisal" ? [] : Object.values(value.inputs).flatMap(({ from }) => from ?? []);
  if (inherits && !looksBack(value) && !sources.some((from) => drawnFrom(from) !== undefined))
    say("inherits", "没有一条规则看以往的结果,承接什么都不起作用");
  if (records === undefined) return found;
  if (!sources.some((from) => "register" in from)) say("records", "没有从台账取数的指标,不起作用");
  else if (records === "withPredecessors" && asOf === "start")
    say("records", "按期初的建制评,承继的从下一期才评,本期没有原组织的台账可计入");
  return found;
}

/** Whether earlier results decide anything. */
function looksBack(value: Policy): boolean {
  if (value.kind === "rating" && value.dynamics) return true;
  if (value.kind === "appraisal") return (value.grade?.effects.length ?? 0) > 0;
  const { tests: _, ...rules } = value;
  const has = (part: unknown): boolean =>
    typeof part === "object" && part !== null && ("streak" in part || Object.values(part).some(has));
  return has(rules);
}

/** What a policy that defines its inputs says against itself. */
function inputContradictions(value: RatingPolicy | RankingPolicy | SubsidyPolicy): Contradiction[] {
  const found: Contradiction[] = [];
  const say = (path: PropertyKey[], message: string) => found.push({ path, message });
  for (const { path, input: code, wants, value: compared } of referencesOf(value)) {
    const input = Object.hasOwn(value.inputs, code) ? value.inputs[code] : undefined;
    if (!input) say(path, `指标 ${code} 没有在 inputs 中定义`);
    else if (wants && (wants === "number" ? !numeric.has(input.type) : input.type !== wants))
      say(path, `此处要用${wantedText[wants]},指标“${input.title}”不是`);
    else if (compared !== undefined && !fits({ ...input, min: undefined, max: undefined }, compared))
      say(path, `指标“${input.title}”不会等于 ${compared}`);
  }
  for (const [code, input] of Object.entries(value.inputs)) {
    if (input.min !== undefined && input.max !== undefined && input.min > input.max)
      say(["inputs", code, "min"], "最小值大于最大值");
    const options = (input.options ?? []).map(([option]) => option);
    if (new Set(options).size < options.length) say(["inputs", code, "options"], "选项代码重复");
    if (input.type === "option" && !input.options) say(["inputs", code, "options"], "选项类指标须列出 options");
    else if (input.default !== undefined && !fits(input, input.default))
      say(["inputs", code, "default"], `默认值不是“${input.title}”可填的值`);
    const given = input.from && givenBy(input.from);
    if (given && (given === "number" ? !numeric.has(input.type) : input.type !== given))
      say(["inputs", code, "from"], `取数得到的是${wantedText[given]},“${input.title}”不是`);
    for (const message of stageContradictions(value.id, value.inputs, code))
      say(["inputs", code, "from", "stages"], message);
    if (input.via !== undefined && (!input.from || input.from.shape === "shareOfPeers"))
      say(["inputs", code, "via"], "via 须有取数办法 from,且不是占同组的比例");
    else if (input.via !== undefined && input.from?.shape === "latest" && input.from.sheet === `indicators.${value.id}`)
      say(["inputs", code, "via"], "本办法的指标表填的是本对象的数,不写 via");
    if (drawnFrom(input.from) === value.id) say(["inputs", code, "from", "policy"], "办法不能取自身的结果");
  }
  for (const { path, node } of rootsOf(value).flatMap((root) => nodesOf(root.node, root.path))) {
    for (const message of nodeContradictions(node, value)) say(path, message);
  }
  if (value.kind === "rating") {
    const coded = nodesOf(value.score, ["score"]).filter(({ node }) => node.code !== undefined);
    for (const { path, node } of coded)
      if (coded.filter((other) => other.node.code === node.code).length > 1)
        say([...path, "code"], `评分项编号 ${node.code} 重复`);
    found.push(...gradeContradictions(value.grade, new Set(coded.map(({ node }) => node.code))));
  }
  if (value.kind === "subsidy") {
    const named = new Map(value.items.map(({ code, amount }) => [code, sameAsOf(amount)]));
    if (named.size < value.items.length) say(["items"], "项目代码重复");
    value.items.forEach(({ code, amount }, i) => {
      for (const other of sameAsOf(amount)) if (!named.has(other)) say(["items", i, "amount"], `没有项目 ${other}`);
      if (reaches(named, code, code)) say(["items", i, "amount"], `项目 ${code} 绕了一圈又用到自己`);
      else if (expansion(named, code) > mostExpansion) say(["items", i, "amount"], "引用其他项目过多");
    });
    if (value.items.some(({ per }) => per === "month") && periodsOfKind(value).includes("year") && !value.months)
      say(["months"], "按月的项目要按年测算,须写明月数从哪里来");
    if (value.appointments && !value.months) say(["appointments"], "任职的月份须有 months 指标来记");
    const { start, end, concurrent, change } = value.appointments ?? {};
    if (start === "next" && end === "previous" && !change)
      say(["appointments", "change"], "月中换任的当月,原职算到上月、新职从下月起算,两头落空:须写明计哪一职");
    if (start === "current" && end === "current" && concurrent === "all" && !change)
      say(["appointments", "change"], "月中换任的当月,原职、新职都计,一月发两份:须写明计哪一职");
  }
  if (value.kind === "ranking" && value.groups.filter((group) => !group.when).length > 1)
    say(["groups"], "“其余各类”只能有一组");
  return found;
}
