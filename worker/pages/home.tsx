/** The first page: to sign in; then what is due from me, by when, and how far it is. */
import { everywhere } from "../../schema/region.ts";
import { roundTitles } from "../../schema/round.ts";
import { submissionTitles } from "../../schema/submission.ts";
import type { submissionProgress } from "../../schema/submissionWire.ts";
import { type Task, tasksOf } from "../../schema/tasks.ts";
import { currentDocuments } from "../store/current.ts";
import { ask, at, type PageContext } from "./ask.ts";
import type { Shown } from "./frame.tsx";
import {
  type Body,
  may,
  type Policies,
  type RoundHead,
  readPolicies,
  readRegions,
  readRounds,
  roundTitle,
} from "./read.ts";
import { SignInForm } from "./signIn.tsx";

/** GET / */
export const home = (c: PageContext): Promise<Shown> => (c.get("me") ? desk(c) : front(c));

/** What this is, and where its parts are. */
async function front(c: PageContext): Promise<Shown> {
  const { label, policies } = await currentDocuments(c.get("db"), everywhere);
  const content = (
    <>
      <p>县级组织部门的评价工具:取数、填报、提交、重算,每个数都能说明理由。{label && <mark>{label}</mark>}</p>
      <h2>登录</h2>
      <SignInForm next={c.req.query("next")} />
      <h2>现行办法</h2>
      <table class="stack">
        <thead>
          <tr>
            <th>办法</th>
            <th>制定机关</th>
            <th>依据</th>
          </tr>
        </thead>
        <tbody>
          {policies.map(({ document, version }) => (
            <tr>
              <td>
                {document.title} 第{version}版
                <br />
                <code>{document.id}</code>
              </td>
              <td>{document.issuer}</td>
              <td>“{document.source.quote}”</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>说明</h2>
      <ul>
        <li>
          <a href="/handbook">手册</a>:填报、上报、看结果、公示、发放
        </li>
        <li>
          <a href="/language">办法的语言</a>:每一种规则怎样写,各有一例
        </li>
        <li>
          <a href="/api">接口说明</a>,机器读的在 <a href="/openapi.json">/openapi.json</a>
        </li>
        <li>
          <a href="/manifest.xml">Excel 插件的清单</a>
        </li>
      </ul>
    </>
  );
  return { title: "星评", content };
}

/** What is due from whoever has signed in. */
async function desk(c: PageContext): Promise<Shown> {
  const [policies, rounds] = await Promise.all([readPolicies(c), readRounds(c)]);
  const tasks = await tasksOf({
    listRounds: async () => ({ rounds }),
    listSubmissions: (round) => ask<Body<typeof submissionProgress>>(c, at`/v1/rounds/${round}/submissions`),
  });
  const [mine, theirs] = may(c, "submission:submit") && !may(c, "submission:review") ? [tasks, []] : [[], tasks];
  const next = rounds.flatMap((round) => {
    const due = stepsDue.find(({ of, permission }) => of(round, policies) && may(c, permission));
    return due ? [{ round, due: due.title }] : [];
  });
  return {
    title: "我的任务",
    content: (
      <>
        {mine.length + theirs.length + next.length === 0 && <p class="quiet">现在没有要办的。</p>}
        {mine.length > 0 && <Mine tasks={mine} policies={policies} />}
        {theirs.length > 0 && <Theirs tasks={theirs} policies={policies} />}
        {next.length > 0 && (
          <>
            <h2>待办的批次</h2>
            <ul>
              {next.map(({ round, due }) => (
                <li>
                  <a href={at`/rounds/${round.id}`}>{roundTitle(round, policies)}</a>{" "}
                  <span class="tag">{roundTitles[round.state]}</span> {due}
                </li>
              ))}
            </ul>
          </>
        )}
      </>
    ),
  };
}

/** What comes next in a round, and who does it. */
const stepsDue = [
  { of: ({ state }: RoundHead) => state === "draft", permission: "round:create", title: "待开启" },
  { of: ({ state }: RoundHead) => state === "open", permission: "round:compute", title: "待重算" },
  { of: ({ state }: RoundHead) => state === "computed", permission: "round:publish", title: "核对结果,公示" },
  {
    of: ({ state }: RoundHead) => state === "computed" || state === "published",
    permission: "round:finalise",
    title: "待审定",
  },
  {
    of: ({ state, policyId }: RoundHead, policies: Policies) =>
      state === "final" && policies.get(policyId)?.kind === "subsidy",
    permission: "payment:prepare",
    title: "编制发放",
  },
] as const;

/** A township's own. */
const Mine = ({ tasks, policies }: { tasks: Task[]; policies: Policies }) => (
  <>
    <h2>填报任务</h2>
    <table class="stack">
      <thead>
        <tr>
          <th>批次</th>
          <th>乡镇</th>
          <th>期限</th>
          <th>状态</th>
          <th>办理</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr>
            <td>
              <a href={at`/rounds/${task.round}`}>{roundTitle(task, policies)}</a>
            </td>
            <td>{task.name}</td>
            <td class={task.overdue ? "danger" : ""}>
              {task.deadline}
              {task.overdue && " 已过期限"}
            </td>
            <td>
              <span class="tag">{submissionTitles[task.state]}</span> {task.reason}
            </td>
            <td>
              <a href={`/sheets?sheet=indicators.${task.policyId}&period=${task.period}`}>填报</a>{" "}
              <a href={at`/rounds/${task.round}/progress`}>上报</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

/** Those of the townships below, a line for each round. */
const Theirs = ({ tasks, policies }: { tasks: Task[]; policies: Policies }) => (
  <>
    <h2>各乡镇的报送</h2>
    <table class="stack">
      <thead>
        <tr>
          <th>批次</th>
          <th>期限</th>
          {Object.values(submissionTitles).map((title) => (
            <th class="number">{title}</th>
          ))}
          <th class="number">逾期</th>
        </tr>
      </thead>
      <tbody>
        {[...Map.groupBy(tasks, ({ round }) => round)].map(([round, of]) => (
          <tr>
            <td>
              <a href={at`/rounds/${round}/progress`}>{roundTitle(of[0]!, policies)}</a>
            </td>
            <td>{of[0]!.deadline}</td>
            {Object.entries(submissionTitles).map(([state, title]) => (
              <td class="number" data-title={title}>
                {of.filter((one) => one.state === state).length}
              </td>
            ))}
            <td class="number" data-title="逾期">
              {of.filter(({ overdue }) => overdue).length}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

/** GET /rounds: those in which I take part, the newest first. */
export async function rounds(c: PageContext): Promise<Shown> {
  const [policies, found, regions] = await Promise.all([readPolicies(c), readRounds(c), readRegions(c)]);
  return {
    title: "批次",
    content:
      found.length === 0 ? (
        <p class="quiet">还没有批次。</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th>批次</th>
              <th>区划</th>
              <th>状态</th>
              <th>报送期限</th>
              <th>审定</th>
            </tr>
          </thead>
          <tbody>
            {found.map((round) => (
              <tr>
                <td>
                  <a href={at`/rounds/${round.id}`}>{roundTitle(round, policies)}</a>
                </td>
                <td>{regions.get(round.regionCode) ?? round.regionCode}</td>
                <td>
                  <span class="tag">{roundTitles[round.state]}</span>
                </td>
                <td>{round.deadline ?? "不要求报送"}</td>
                <td>{round.finalAt ? `${round.finalAt.slice(0, 10)} ${round.finalBy ?? ""}` : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ),
  };
}
