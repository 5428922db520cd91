/** One subject in a round: its result, why it is so, what is missing to the next star, and how it went over the years; and the past of an entry. */
import type { AskedValue, valuesAnswer } from "../../schema/valuesWire.ts";
import type { explainedOutcome, policyVersion, rowHistory } from "../../schema/wire.ts";
import { ask, askMaybe, at, type PageContext, query, send } from "./ask.ts";
import { Course } from "./charts.tsx";
import type { Shown } from "./frame.tsx";
import { type Body, type Policies, type RoundHead, readPolicies, readRounds, roundTitle } from "./read.ts";
import { resultText } from "./round.tsx";
import { Steps } from "./trace.tsx";

/** GET /rounds/{round}/subjects/{subject} */
export async function subject(c: PageContext): Promise<Shown> {
  const { round, subject } = c.req.param() as { round: string; subject: string };
  const found = await ask<Body<typeof explainedOutcome>>(
    c,
    `${at`/v1/rounds/${round}/outcomes/${subject}`}${query({ run: c.req.query("run") })}`,
  );
  const [policy, policies, rounds] = await Promise.all([
    ask<Body<typeof policyVersion>>(c, at`/v1/policies/${found.policy.id}`),
    readPolicies(c),
    readRounds(c),
  ]);
  const past = await historyOf(c, subject, rounds);
  const scores = past
    .filter(({ round: of, score }) => of.policyId === found.policy.id && score !== undefined)
    .map(({ round: of, score, stars }) => ({
      title: of.period,
      value: score!,
      text: `${score}${stars === undefined ? "" : ` ${stars}★`}`,
    }));
  const { next } = found;
  return {
    title: found.name ?? subject,
    content: (
      <>
        <p>
          <a href={at`/rounds/${round}`}>{found.policy.title ?? found.policy.id}</a>
        </p>
        <p>
          <b>{"message" in found ? `未评分:${found.message}` : resultText(found, policy.document as never)}</b>
        </p>
        {found.warnings.map(({ message }) => (
          <p class="wrong">{message}</p>
        ))}
        {next && (
          <>
            <h2>到{next.star}星</h2>
            <p>{next.gap > 0 ? `还差 ${next.gap} 分` : "分数已够"}</p>
            <ul>
              {next.needs.map(({ text }) => (
                <li>{text}</li>
              ))}
              {next.room.slice(0, 5).map(({ title, value, most, gap }) => (
                <li>
                  {title} {value ?? "没有数据"} / {most},还有 {gap} 分可得
                </li>
              ))}
            </ul>
          </>
        )}
        <h2>得分明细</h2>
        <p class="quiet">
          第{found.run}次运算,所据提交 {found.push},办法第{found.policy.version}版。每一项都可以展开,[记录]
          看这一格的来历。
        </p>
        <Steps steps={found.trace} />
        <Past past={past} policies={policies} subject={subject} />
        {scores.length > 1 && (
          <figure>
            <Course
              title={`历次得分:${scores.map(({ title, text }) => `${title} ${text}`).join(",")}`}
              points={scores}
            />
          </figure>
        )}
      </>
    ),
  };
}

interface Result {
  round: RoundHead;
  score?: number;
  stars?: number;
  rank?: number;
  amount?: number;
}

/** What the rounds in which I take part gave a subject, the earlier first; of each policy and period the furthest one. */
async function historyOf(c: PageContext, subjectId: string, rounds: readonly RoundHead[]): Promise<Result[]> {
  const kinds = ["score", "stars", "rank", "amount"] as const;
  const distinct = [...new Map(rounds.map((one) => [`${one.policyId} ${one.period}`, one])).values()].slice(-100);
  if (distinct.length === 0) return [];
  const asked = distinct.flatMap(({ policyId, period }) =>
    kinds.map((of): AskedValue => ({ of, subjectId, period, policyId })),
  );
  const { values } = await send<Body<typeof valuesAnswer>>(c, "POST", "/v1/values", { asked });
  return distinct
    .flatMap((round, i): Result[] => {
      const given = kinds.flatMap((kind, k) => {
        const { value } = values[i * kinds.length + k]!;
        return typeof value === "number" ? [[kind, value]] : [];
      });
      return given.length === 0 ? [] : [{ round, ...Object.fromEntries(given) }];
    })
    .sort((a, b) => a.round.period.localeCompare(b.round.period));
}

const Past = ({ past, policies, subject }: { past: Result[]; policies: Policies; subject: string }) => (
  <>
    <h2>历次结果</h2>
    {past.length === 0 && <p class="quiet">没有别的结果。</p>}
    <table class="stack">
      <thead>
        <tr>
          <th>批次</th>
          <th class="number">得分</th>
          <th class="number">星级</th>
          <th class="number">名次</th>
          <th class="number">数额(元)</th>
        </tr>
      </thead>
      <tbody>
        {past.map(({ round, score, stars, rank, amount }) => (
          <tr>
            <td>
              <a href={at`/rounds/${round.id}/subjects/${subject}`}>{roundTitle(round, policies)}</a>
            </td>
            <td class="number" data-title="得分">
              {score}
            </td>
            <td class="number" data-title="星级">
              {stars}
            </td>
            <td class="number" data-title="名次">
              {rank}
            </td>
            <td class="number" data-title="数额(元)">
              {amount?.toFixed(2)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

/** GET /sheets/{sheet}/rows/{id}: who changed a row when, from what to what. */
export async function entry(c: PageContext): Promise<Shown> {
  const { sheet, id } = c.req.param() as { sheet: string; id: string };
  const period = c.req.query("period");
  const found = await askMaybe<Body<typeof rowHistory>>(
    c,
    `${at`/v1/sheets/${sheet}/rows/${id}/history`}${query({ period })}`,
  );
  return {
    title: `${id} 的来历`,
    content: (
      <>
        <p class="quiet">
          表 <code>{sheet}</code> {period}
        </p>
        {!found?.history.length && <p>没有看得到的记录。</p>}
        <table class="stack">
          <thead>
            <tr>
              <th>何时</th>
              <th>何人</th>
              <th>改动</th>
            </tr>
          </thead>
          <tbody>
            {found?.history.map(({ version, push, at: when, principal, note, cells, created, deleted }) => (
              <tr>
                <td>
                  {when.slice(0, 16).replace("T", " ")} 第{version}版 提交 {push}
                </td>
                <td>{principal.name}</td>
                <td>
                  {created && "新增 "}
                  {deleted && "删除 "}
                  {note && `“${note}” `}
                  {cells.map(({ title, from, to }) => `${title} ${from ?? "空"} → ${to ?? "空"}`).join(";")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    ),
  };
}
