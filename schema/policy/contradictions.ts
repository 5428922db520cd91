/** What a policy document says against itself: names without a definition, values of the wrong type, rules that clash. */
import { levelOf } from "../region.ts";
import { readCell } from "../sheet/cell.ts";
import { inputsOf, nodesOf, type ValueNode } from "./aggregates.ts";
import { appraisalContradictions } from "./appraisalChecks.ts";
import { type Condition, comparisonsOf } from "./condition.ts";
import type { Input } from "./input.ts";
import type { Policy, RankingPolicy, RatingPolicy } from "./policy.ts";

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
type Wanted = "number" | "flag" | "option" | "spells";
const wantedText: Record<Wanted, string> = { number: "数字", flag: "是否项", option: "选项", spells: "任职经历" };

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

/** Where a policy names an input. */
function referencesOf(value: RatingPolicy | RankingPolicy): Reference[] {
  if (value.kind === "rating")
    return [
      ...valueReferences(value.score, ["score"]),
      ...value.grade.vetoes.flatMap((veto, i) => conditionReferences(veto.when, ["grade", "vetoes", i, "when"])),
    ];
  return [
    { path: ["measure", "input"], input: value.measure.input, wants: "number" },
    ...value.groups.flatMap((group, g) => [
      ...(group.when ? conditionReferences(group.when, ["groups", g, "when"]) : []),
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

/** Whether a value that the policy writes is one that the input can have. */
const fits = (input: Input, value: string | number | boolean) => {
  const reading = readCell({ ...input, min: undefined, max: undefined }, value);
  return "value" in reading && reading.value === value;
};

/** Everything that a policy says against itself; empty for a sound one. */
export function contradictionsOf(value: Policy): Contradiction[] {
  const found = value.kind === "appraisal" ? appraisalContradictions(value) : inputContradictions(value);
  if (levelOf(value.region) === "village") found.push({ path: ["region"], message: "制定机关不低于乡镇" });
  return found;
}

/** What a policy that defines its inputs says against itself. */
function inputContradictions(value: RatingPolicy | RankingPolicy): Contradiction[] {
  const found: Contradiction[] = [];
  const say = (path: PropertyKey[], message: string) => found.push({ path, message });
  for (const { path, input: code, wants, value: compared } of referencesOf(value)) {
    const input = Object.hasOwn(value.inputs, code) ? value.inputs[code] : undefined;
    if (!input) say(path, `指标 ${code} 没有在 inputs 中定义`);
    else if (wants && (wants === "number" ? !numeric.has(input.type) : input.type !== wants))
      say(path, `此处要用${wantedText[wants]},指标“${input.title}”不是`);
    else if (compared !== undefined && !fits(input, compared)) say(path, `指标“${input.title}”不会等于 ${compared}`);
  }
  for (const [code, input] of Object.entries(value.inputs)) {
    if (input.type === "option" && !input.options) say(["inputs", code, "options"], "选项类指标须列出 options");
    else if (input.default !== undefined && !fits(input, input.default))
      say(["inputs", code, "default"], `默认值不是“${input.title}”可填的值`);
    if (input.from?.shape === "outcomeOf" && input.from.policy === value.id)
      say(["inputs", code, "from", "policy"], "办法不能取自身的结果");
  }
  if (value.kind === "rating") {
    const coded = nodesOf(value.score, ["score"]).filter(({ node }) => node.code !== undefined);
    for (const { path, node } of coded)
      if (coded.filter((other) => other.node.code === node.code).length > 1)
        say([...path, "code"], `评分项编号 ${node.code} 重复`);
    if (value.grade.shares && !value.grade.shareRule) say(["grade", "shareRule"], "有比例上限时须写明名额怎样算");
  }
  if (value.kind === "ranking" && value.groups.filter((group) => !group.when).length > 1)
    say(["groups"], "“其余各类”只能有一组");
  return found;
}
