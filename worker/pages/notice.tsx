/** A public notice (公示): what is published, who to turn to, and a form for an objection. */
import { beijingDay } from "../../schema/period.ts";
import { audiences } from "../../schema/publication.ts";
import type { noticeList, objection, objectionList } from "../../schema/publicationWire.ts";
import type { outcomeList, policyVersion, round as roundWire } from "../../schema/wire.ts";
import { ask, askMaybe, at, type PageContext, send } from "./ask.ts";
import type { Shown } from "./frame.tsx";
import { type Body, may } from "./read.ts";
import { resultText } from "./round.tsx";

/** GET /rounds/{round}/notices/{notice} */
export async function notice(c: PageContext): Promise<Shown> {
  const { round: id, notice: number } = c.req.param() as { round: string; notice: string };
  const [{ notices }, round] = await Promise.all([
    ask<Body<typeof noticeList>>(c, at`/v1/rounds/${id}/notices`),
    ask<Body<typeof roundWire>>(c, at`/v1/rounds/${id}`),
  ]);
  const found = notices.find((one) => String(one.notice) === number);
  if (!found) return { title: "没有这次公示", status: 404, content: <a href={at`/rounds/${id}`}>回批次</a> };
  const [outcomes, policy, objections] = await Promise.all([
    askMaybe<Body<typeof outcomeList>>(c, at`/v1/rounds/${id}/outcomes`),
    ask<Body<typeof policyVersion>>(c, at`/v1/policies/${round.policyId}`),
    may(c, "objection:read")
      ? askMaybe<Body<typeof objectionList>>(c, at`/v1/notices/${number}/objections`)
      : undefined,
  ]);
  // What is shown is the run that was published: where there is a later one, the notice tells of no results.
  const shown = outcomes?.run === found.run ? outcomes.outcomes : [];
  const logged = c.req.query("logged");
  return {
    title: found.title,
    content: (
      <>
        <p class="quiet">
          {found.number} 公示范围:{found.audience.map((one) => audiences[one]).join("、")} {found.opensOn} 至{" "}
          {found.closesOn}
          {found.closedAt && ",已结束"}
        </p>
        {logged && (
          <p class="done" role="status">
            已登记,编号 {logged}。
          </p>
        )}
        <p>{found.text}</p>
        <table>
          <caption>共 {shown.length} 个</caption>
          <thead>
            <tr>
              <th>对象</th>
              <th>结果</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr>
                <td>{one.name ?? one.subjectId}</td>
                <td>{resultText(one, policy.document as never)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          受理电话:{found.telephone}
          {found.seal && (
            <>
              。审计封存:第 {found.seal.line} 行 <code>{found.seal.seal}</code>
            </>
          )}
        </p>
        {may(c, "objection:write") && round.state === "published" && (
          <Objecting round={id} notice={number} subjects={shown} today={beijingDay(c.get("now"))} />
        )}
        {objections && (
          <>
            <h2>异议 {objections.objections.length} 件</h2>
            <ul>
              {objections.objections.map((one) => (
                <li>
                  {one.receivedOn} {one.subjectId}:{one.text} {one.answer ? `答复:${one.answer}` : "尚未答复"}
                </li>
              ))}
            </ul>
          </>
        )}
      </>
    ),
  };
}

const Objecting = ({
  round,
  notice,
  subjects,
  today,
}: {
  round: string;
  notice: string;
  subjects: { subjectId: string; name?: string | undefined }[];
  today: string;
}) => (
  <>
    <h2>提出异议</h2>
    <form method="post" action={at`/rounds/${round}/notices/${notice}`} class="fields">
      <label>
        对谁的结果
        <select name="subjectId" required>
          {subjects.map(({ subjectId, name }) => (
            <option value={subjectId}>{name ?? subjectId}</option>
          ))}
        </select>
      </label>
      <label>
        异议内容
        <textarea name="text" rows={5} maxlength={2000} required />
      </label>
      <label>
        反映人(可不填;受保护)
        <input name="objector" maxlength={60} autocomplete="off" />
      </label>
      <label>
        联系方式(可不填)
        <input name="contact" maxlength={100} autocomplete="off" />
      </label>
      <label>
        收到的日期
        <input name="receivedOn" type="date" value={today} required />
      </label>
      <button type="submit">登记异议</button>
    </form>
  </>
);

/** POST /rounds/{round}/notices/{notice}: an objection is logged. */
export async function object(c: PageContext): Promise<string> {
  const { round, notice: number } = c.req.param() as { round: string; notice: string };
  const form = await c.req.formData();
  const names = ["subjectId", "text", "objector", "contact", "receivedOn"];
  const typed = names.map((name) => [name, String(form.get(name) ?? "").trim()]).filter(([, value]) => value !== "");
  const made = await send<Body<typeof objection>>(
    c,
    "POST",
    at`/v1/notices/${number}/objections`,
    Object.fromEntries(typed),
  );
  return `${at`/rounds/${round}/notices/${number}`}?logged=${made.objection}`;
}
