/** How many took part in an appraisal and how many marked the lowest grade, group by group; nothing of a group below its threshold. */
import type { VoterRates } from "../../../schema/outcome.ts";
import { type TallyCount, termTitles, turnoutPairs } from "../../../schema/policy/appraisal.ts";
import { roundRatio } from "../number.ts";
import { type Ballots, baseOf, sumOf } from "./ballots.ts";
import type { AppraisalPlan } from "./plan.ts";
import type { GroupTally, Tallied } from "./tally.ts";

/** So many of so many. */
export interface Share {
  part: number;
  whole: number;
}

/** A share in percent, to two decimals. */
export const percentOf = ({ part, whole }: Share): number => roundRatio(part * 10_000, whole) / 100;

/** The groups of which figures may be told. */
const isShown = ({ state }: GroupTally) => state !== "tooFew" && state !== "blank";
const isCounted = ({ state }: GroupTally) => state === "counts" || state === "trimmed";

export interface Turnout extends Share {
  count: TallyCount;
  of: TallyCount;
}

/** How many of the entitled were present, and how many of the issued ballots came back, as far as both are known. */
export const turnoutsOf = ({ terms }: Ballots): Turnout[] =>
  turnoutPairs.flatMap(([count, of]) => {
    const [part, whole] = [terms[count], terms[of]];
    return part === undefined || whole === undefined || whole <= 0 ? [] : [{ count, of, part, whole }];
  });

/** The lowest option of the scale; none where there is only one that counts. */
export function lowestOption({ policy }: Pick<AppraisalPlan, "policy">): number | undefined {
  const counted = policy.options.flatMap((option, i) => ("uncounted" in option ? [] : [i]));
  return counted.length < 2 ? undefined : counted.at(-1);
}

/** How many of the ballots that some groups' items are divided by were for the lowest option. */
function lowestOf(plan: AppraisalPlan, groups: readonly GroupTally[]): Share | undefined {
  const option = lowestOption(plan);
  if (option === undefined || groups.length === 0) return undefined;
  const part = sumOf(groups.map(({ ballots }) => ballots.options[option]));
  const whole = sumOf(groups.map(({ ballots }) => baseOf(plan, ballots, plan.policy.item.base)));
  return part === undefined || whole === undefined || whole <= 0 ? undefined : { part, whole };
}

/** The lowest option over all groups that count: what is left out of the list is left out of the sum, too. */
export const lowestOfAll = (plan: AppraisalPlan, { groups }: Tallied): Share | undefined =>
  lowestOf(plan, groups.filter(isCounted));

/** The rates of a row as they are stored with its result: every group of which something is known and may be told. */
export function ratesOf(plan: AppraisalPlan, { groups }: Tallied): VoterRates[] {
  return groups.flatMap((group, i): VoterRates[] => {
    if (!isShown(group)) return [];
    const [turnout] = turnoutsOf(group.ballots);
    const lowest = lowestOf(plan, [group]);
    if (!turnout && !lowest) return [];
    const { code, title } = plan.policy.groups[i]!;
    return [
      {
        ...{ code, title },
        ...(turnout && { turnout: percentOf(turnout) }),
        ...(lowest && { lowest: percentOf(lowest) }),
      },
    ];
  });
}

/** What is said of each group: its figures, or why there are none. */
function saidOf(
  { policy }: AppraisalPlan,
  { groups }: Tallied,
  told: (group: GroupTally) => string | undefined,
): string {
  const said = groups.map((group, i) => {
    const { title } = policy.groups[i]!;
    if (group.state === "tooFew") return `${title}有效票少于保密下限,不列`;
    const figures = isShown(group) ? told(group) : undefined;
    return figures === undefined ? `${title}没有填报` : `${title}${figures}`;
  });
  return said.join(";");
}

/** Who took part, in words: 群众票实到110 ÷ 应到120 = 91.67%、收回100 ÷ 发出105 = 95.24%;组织票…. */
export const turnoutText = (plan: AppraisalPlan, tallied: Tallied): string =>
  saidOf(plan, tallied, ({ ballots }) => {
    const said = turnoutsOf(ballots).map(
      (one) => `${termTitles[one.count]}${one.part} ÷ ${termTitles[one.of]}${one.whole} = ${percentOf(one)}%`,
    );
    return said.length === 0 ? undefined : said.join("、");
  });

/** Who marked the lowest option, in words: 群众票5 ÷ 100 = 5%;组织票…;计入的合计12 ÷ 150 = 8%. */
export function lowestText(plan: AppraisalPlan, tallied: Tallied): string {
  const figures = (share: Share | undefined) => share && `${share.part} ÷ ${share.whole} = ${percentOf(share)}%`;
  const said = saidOf(plan, tallied, (group) => figures(lowestOf(plan, [group])));
  const all = figures(lowestOfAll(plan, tallied));
  return all === undefined ? said : `${said};计入的票组合计${all}`;
}
