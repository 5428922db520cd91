/** A round: how the results are spread, who stands near a cut, how the counties compare, and where everything else of it is. */
import type { Outcome } from "../../schema/outcome.ts";
import { parsePeriod } from "../../schema/period.ts";
import type { noticeList } from "../../schema/publicationWire.ts";
import { ancestorAt, levelOf, type RegionLevel, rangeOf, regionLevels, touches } from "../../schema/region.ts";
import { roundTitles } from "../../schema/round.ts";
import type { outcomeList, policyVersion, round as roundWire } from "../../schema/wire.ts";
import { ask, askMaybe, at, type PageContext, query } from "./ask.ts";
import { Bars, type Cut, Strip } from "./charts.tsx";
import type { Shown } from "./frame.tsx";
import { type Body, may, readRegions } from "./read.ts";
import { starsText, yuan } from "./result.ts";

type Outcomes = Body<typeof outcomeList>;
/** So many results are listed at once. */
const mostListed = 150;
/** So many points from a cut somebody is near it. */
const near = 1;

/** GET /rounds/{round} */
export async function round(c: PageContext): Promise<Shown> {
  const id = c.req.param("round")!;
  const head = await ask<Body<typeof roundWire>>(c, at`/v1/rounds/${id}`);
  const [policy, regions, found, notices] = await Promise.all([
    ask<Body<typeof policyVersion>>(c, at`/v1/policies/${head.policyId}`),
    readRegions(c),
    askMaybe<Outcomes>(c, at`/v1/rounds/${id}/outcomes`),
    askMaybe<Body<typeof noticeList>>(c, at`/v1/rounds/${id}/notices`),
  ]);
  const document = policy.document as unknown as Document;
  const name = (code: string) => regions.get(code) ?? code;
  const chosen = c.req.query("region");
  const file = (format: string) =>
    `/sheets/file${query({ sheet: `outcomes.${head.policyId}`, period: head.period, round: id, format })}`;
  return {
    title: `${document.title} ${head.period}`,
    content: (
      <>
        <p>
          {name(head.regionCode)} <span class="tag">{roundTitles[head.state]}</span> 办法第{head.policyVersion}版
          {head.finalAt && `,${head.finalAt.slice(0, 10)} 由${head.finalBy ?? ""}审定`}
          {head.deadline && `,报送期限 ${head.deadline}`}
        </p>
        <ul class="screen">
          {head.deadline && (
            <li>
              <a href={at`/rounds/${id}/progress`}>报送进度</a>
            </li>
          )}
          {found?.run && (
            <li>
              结果下载:<a href={file("csv")}>.csv</a> <a href={file("xlsx")}>.xlsx</a>
            </li>
          )}
          {may(c, "policy:simulate") && (
            <li>
              <a href={at`/rounds/${id}/simulation`}>试算</a>:改一条线,谁会变动
            </li>
          )}
          {document.kind === "subsidy" && (
            <li>
              <a href={`/prints/payroll.html${query({ round: id })}`}>发放表(打印)</a>
            </li>
          )}
          {(notices?.notices ?? []).map(({ notice, number, title }) => (
            <li>
              <a href={at`/rounds/${id}/notices/${notice}`}>
                {number} {title}
              </a>
            </li>
          ))}
        </ul>
        {!found && <p class="quiet">您的角色看不到这个批次的结果。</p>}
        {found && found.run === null && <p class="quiet">还没有运算。</p>}
        {found?.run && (
          <Results
            found={found}
            document={document}
            period={head.period}
            id={id}
            regionCode={head.regionCode}
            chosen={chosen}
            name={name}
          />
        )}
      </>
    ),
  };
}

interface Document {
  title: string;
  kind: string;
  grade?: {
    levels?: { code: string; title: string }[];
    cuts?: { from: string; to?: string; value: Record<string, unknown> }[];
  };
}

interface Told {
  found: Outcomes;
  document: Document;
  period: string;
  id: string;
  regionCode: string;
  chosen: string | undefined;
  name(code: string): string;
}

function Results({ found, document, period, id, regionCode, chosen, name }: Told) {
  const { outcomes } = found;
  const kind = kindOf(outcomes);
  const isInside = (one: { regionCode?: string | undefined }) =>
    chosen === undefined || (one.regionCode !== undefined && touches([rangeOf(chosen)], one.regionCode));
  const [inside, unscored] = [outcomes.filter(isInside), found.unscored.filter(isInside)];
  const href = (subject: string) => at`/rounds/${id}/subjects/${subject}`;
  const cuts = cutsOf(document, period, outcomes, kind);
  const close = inside
    .flatMap((one) => {
      const value = one.score;
      const cut = value === undefined ? undefined : cuts.find(({ at }) => Math.abs(value - at) <= near);
      return cut ? [{ one, value: value!, cut }] : [];
    })
    .sort((a, b) => Math.abs(a.value - a.cut.at) - Math.abs(b.value - b.cut.at));
  const marks = inside.flatMap((one) => {
    const value = one.score;
    return value === undefined ? [] : [{ value, full: isGood(one, kind) }];
  });
  return (
    <>
      <Spread outcomes={inside} unscored={unscored.length} kind={kind} document={document} />
      {marks.length > 0 && (
        <>
          <h2>得分和分界</h2>
          <figure>
            <Strip title={stripText(marks.length, cuts, close.length)} marks={marks} cuts={cuts} band={near} step={1} />
            <figcaption>
              {stripText(marks.length, cuts, close.length)}{" "}
              {kind === "list" ? "实心为列入名单。" : kind === "stars" ? "实心为三星及以上。" : ""}
            </figcaption>
          </figure>
          {close.length > 0 && (
            <details>
              <summary>临近分界的 {close.length} 个</summary>
              <ul>
                {close.slice(0, mostListed).map(({ one, value, cut }) => (
                  <li>
                    <a href={href(one.subjectId)}>{one.name ?? one.subjectId}</a> {value}
                    分,距{cut.title} {Math.round(Math.abs(value - cut.at) * 100) / 100}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
      <Counties outcomes={outcomes} kind={kind} regionCode={regionCode} name={name} id={id} />
      <h2>{chosen ? `${name(chosen)}的` : ""}各个结果</h2>
      {chosen && (
        <p class="screen">
          <a href={at`/rounds/${id}`}>看全部</a>
        </p>
      )}
      <table class="stack">
        <thead>
          <tr>
            <th>对象</th>
            <th>结果</th>
          </tr>
        </thead>
        <tbody>
          {inside.slice(0, mostListed).map((one) => (
            <tr>
              <td>
                <a href={href(one.subjectId)}>{one.name ?? one.subjectId}</a>
              </td>
              <td>{resultText(one, document)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {inside.length > mostListed && (
        <p class="quiet">
          只列前 {mostListed} 个,共 {inside.length} 个;按区划看,或下载全部。
        </p>
      )}
      {unscored.length > 0 && (
        <>
          <h2>未评分的 {unscored.length} 个</h2>
          <ul>
            {unscored.slice(0, mostListed).map((one) => (
              <li>
                <a href={href(one.subjectId)}>{one.name ?? one.subjectId}</a>:{one.message}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

type Kind = "stars" | "grades" | "list" | "amounts";
function kindOf(outcomes: readonly Outcome[]): Kind {
  if (outcomes.some(({ stars }) => stars !== undefined)) return "stars";
  if (outcomes.some(({ selected }) => selected !== undefined)) return "list";
  return outcomes.some(({ amountFen }) => amountFen !== undefined) ? "amounts" : "grades";
}

/** What is drawn full: three stars and more, whoever is listed. */
const isGood = ({ stars = 0, selected = false }: Outcome, kind: Kind) =>
  kind === "list" ? selected : kind === "stars" && stars >= 3;

/** The cuts of a policy in its period; of a list the score by which the last one came onto it. */
function cutsOf(document: Document, period: string, outcomes: readonly Outcome[], kind: Kind): Cut[] {
  if (kind === "list") {
    const scores = (is: boolean) =>
      outcomes.flatMap(({ selected, bound, score }) => (selected === is && bound !== "mandatory" ? (score ?? []) : []));
    const [listed, others] = [scores(true), scores(false)];
    if (listed.length === 0) return [];
    const last = mean(listed) < mean(others) ? Math.max(...listed) : Math.min(...listed);
    return [{ at: last, title: "列入" }];
  }
  const month = parsePeriod(period)?.to ?? "";
  const inForce =
    document.grade?.cuts?.filter?.(({ from, to }) => from <= month && (to === undefined || month <= to)).at(-1)
      ?.value ?? {};
  return Object.entries(inForce)
    .flatMap(([code, value]) =>
      typeof value === "number" ? [{ at: value, title: kind === "stars" ? `${code}星` : titleOf(document, code) }] : [],
    )
    .sort((a, b) => a.at - b.at);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const titleOf = ({ grade }: Document, code: string) => grade?.levels?.find?.((one) => one.code === code)?.title ?? code;

export function resultText({ stars, grade, score, rank, selected, amountFen }: Outcome, document: Document): string {
  const parts = [
    stars === undefined ? "" : starsText(stars),
    grade === undefined ? "" : titleOf(document, grade),
    score === undefined ? "" : `${score}分`,
    rank === undefined ? "" : `第${rank}名`,
    selected ? "列入名单" : "",
    amountFen === undefined ? "" : `${yuan(amountFen)}元`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const stripText = (count: number, cuts: readonly Cut[], close: number) =>
  `${count} 个按得分排列;分界:${cuts.map(({ at, title }) => `${title} ${at}`).join("、") || "无"}。斜线处为临近分界的,共 ${close} 个。`;

function Spread({
  outcomes,
  unscored,
  kind,
  document,
}: {
  outcomes: Outcome[];
  unscored: number;
  kind: Kind;
  document: Document;
}) {
  const count = (is: (one: Outcome) => boolean) => outcomes.filter(is).length;
  const bars =
    kind === "stars"
      ? [5, 4, 3, 2, 1, 0].map((stars) => ({ title: starsText(stars), value: count((one) => one.stars === stars) }))
      : kind === "list"
        ? [
            { title: "列入名单", value: count(({ selected }) => selected === true) },
            { title: "未列入", value: count(({ selected }) => selected !== true) },
          ]
        : kind === "grades"
          ? [...new Set(outcomes.flatMap(({ grade }) => grade ?? []))].map((grade) => ({
              title: titleOf(document, grade),
              value: count((one) => one.grade === grade),
            }))
          : [];
  const total = outcomes.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);
  return (
    <>
      <h2>分布</h2>
      {kind === "amounts" && (
        <p>
          {outcomes.length} 个,合计 <b>{yuan(total)}</b> 元
        </p>
      )}
      {bars.length > 0 && (
        <Bars caption={`已评分 ${outcomes.length} 个,未评分 ${unscored} 个`} heads={["结果", "个数"]} bars={bars} />
      )}
    </>
  );
}

/** The parts of a round's region side by side; where it has one part only, those of that. */
function Counties({
  outcomes,
  kind,
  regionCode,
  name,
  id,
}: {
  outcomes: Outcome[];
  kind: Kind;
  regionCode: string;
  name(code: string): string;
  id: string;
}) {
  const from = regionLevels.indexOf(levelOf(regionCode));
  const level = regionLevels
    .slice(from + 1, 4)
    .find((one) => new Set(outcomes.map(({ regionCode: code = "" }) => ancestorAt(code, one))).size > 1) as
    | RegionLevel
    | undefined;
  if (!level) return null;
  const [title, unit, measure]: [string, string, (of: readonly Outcome[]) => number] =
    kind === "list"
      ? ["列入名单的占比", "%", (of) => (of.filter(({ selected }) => selected).length / of.length) * 100]
      : kind === "amounts"
        ? ["数额", "元", (of) => of.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0) / 100]
        : ["平均得分", "分", (of) => mean(of.map(({ score = 0 }) => score))];
  const parts = [...Map.groupBy(outcomes, ({ regionCode: code = "" }) => ancestorAt(code, level))];
  return (
    <>
      <h2>{level === "county" ? "各县" : "各乡镇"}比较</h2>
      <Bars
        caption={title}
        heads={["区划", unit]}
        bars={parts.map(([code, of]) => ({
          title: `${name(code)}(${of.length})`,
          href: `${at`/rounds/${id}`}${query({ region: code })}`,
          value: measure(of),
          text: measure(of).toFixed(2),
        }))}
      />
    </>
  );
}
