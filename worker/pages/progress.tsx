/** How far the townships of a round are with their submissions, whom to remind, and what is done to each from here. */
import {
  type SubmissionState,
  submissionActionNames,
  submissionActions,
  submissionTitles,
} from "../../schema/submission.ts";
import type { submissionProgress } from "../../schema/submissionWire.ts";
import { ask, at, type PageContext, send } from "./ask.ts";
import { Bars } from "./charts.tsx";
import type { Shown } from "./frame.tsx";
import { type Body, may } from "./read.ts";

/** GET /rounds/{round}/progress */
export async function progress(c: PageContext): Promise<Shown> {
  const round = c.req.param("round")!;
  const { deadline, townships } = await ask<Body<typeof submissionProgress>>(c, at`/v1/rounds/${round}/submissions`);
  const overdue = townships.filter((one) => one.overdue);
  return {
    title: "报送进度",
    content: (
      <>
        <p>
          <a href={at`/rounds/${round}`}>回批次</a> 期限 {deadline}
          {overdue.length > 0 && <b class="danger">,逾期 {overdue.length} 个</b>}
        </p>
        <Bars
          caption={`${townships.length} 个乡镇`}
          heads={["状态", "个数"]}
          bars={Object.entries(submissionTitles).map(([state, title]) => ({
            title,
            value: townships.filter((one) => one.state === state).length,
          }))}
        />
        <h2>各乡镇</h2>
        <table class="stack">
          <thead>
            <tr>
              <th>乡镇</th>
              <th>状态</th>
              <th>最近办理</th>
              <th>办理</th>
            </tr>
          </thead>
          <tbody>
            {townships.map(({ regionCode, name, state, overdue: late, at: when, by, reason, remind }) => (
              <tr>
                <td>
                  {name}
                  <br />
                  <span class="quiet">{regionCode}</span>
                </td>
                <td>
                  <span class="tag">{submissionTitles[state]}</span> {late && <span class="danger">逾期</span>}
                </td>
                <td>
                  {when && `${when.slice(0, 10)} ${by ?? ""}`} {reason}
                  {remind && (
                    <details>
                      <summary>催报文字</summary>
                      <p>{remind}</p>
                    </details>
                  )}
                </td>
                <td>
                  <Actions c={c} round={round} regionCode={regionCode} name={name} state={state} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    ),
  };
}

interface Acted {
  c: PageContext;
  round: string;
  regionCode: string;
  name: string;
  state: SubmissionState;
}

/** What may be done from a state by whoever looks. */
function Actions({ c, round, regionCode, name, state }: Acted) {
  const possible = submissionActionNames.filter(
    (action) => submissionActions[action].from.includes(state) && may(c, submissionActions[action].permission),
  );
  if (possible.length === 0) return null;
  return (
    <form method="post" action={at`/rounds/${round}/submissions/${regionCode}`} class="inline">
      {possible.some((action) => submissionActions[action].needsReason) && (
        <label>
          退回原因
          <input name="reason" maxlength={500} aria-label={`${name} 退回原因`} />
        </label>
      )}
      {possible.map((action) => (
        <button
          type="submit"
          name="action"
          value={action}
          class={action === "return" ? "second" : ""}
          aria-label={`${name} ${submissionActions[action].title}`}
        >
          {submissionActions[action].title}
        </button>
      ))}
    </form>
  );
}

/** POST /rounds/{round}/submissions/{region} */
export async function stepSubmission(c: PageContext): Promise<string> {
  const { round, region } = c.req.param() as { round: string; region: string };
  const form = await c.req.formData();
  const reason = String(form.get("reason") ?? "").trim();
  await send(c, "POST", at`/v1/rounds/${round}/submissions/${region}`, {
    action: form.get("action"),
    ...(reason && { reason }),
  });
  return at`/rounds/${round}/progress`;
}
