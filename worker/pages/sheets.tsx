/** Sheets as files: which there are, one to download, and the edited one back, answered row by row. */
import type { pushAnswer, sheetList, sheetRows } from "../../schema/wire.ts";
import { csvOf } from "../files/csv.ts";
import { ask, at, bodyOf, call, type PageContext, query, Refused } from "./ask.ts";
import type { Shown } from "./frame.tsx";
import type { Body } from "./read.ts";
import { Refusals } from "./refused.tsx";

type Sheets = Body<typeof sheetList>["sheets"];
type PushAnswer = Body<typeof pushAnswer>;

const statusTitles: Record<string, string> = {
  saved: "已存",
  merged: "已存,并入他人的改动",
  unchanged: "没有变动",
  conflict: "与他人的改动冲突",
  invalid: "有误,未存",
  gone: "没有这一行",
  forbidden: "不能改这一行",
};

/** What of a sheet is meant. */
interface Wanted {
  sheet: string;
  period: string;
  region: string;
  round: string;
}
const names = ["sheet", "period", "region", "round"] as const;
const wantedOf = (given: (name: string) => string | undefined) =>
  Object.fromEntries(names.map((name) => [name, (given(name) ?? "").trim()])) as unknown as Wanted;

/** GET /sheets */
export async function sheets(c: PageContext): Promise<Shown> {
  const { sheets } = await ask<Body<typeof sheetList>>(c, "/v1/sheets");
  return { title: "表", content: <Forms sheets={sheets} wanted={wantedOf((name) => c.req.query(name))} /> };
}

/** GET /sheets/file: a sheet as a file; .csv is written here of what is pulled, .xlsx by the API. */
export async function downloadSheet(c: PageContext): Promise<Response> {
  const { sheet, ...of } = wantedOf((name) => c.req.query(name));
  if (c.req.query("format") === "csv") {
    const pages: Body<typeof sheetRows>[] = [];
    for (let cursor: string | null | undefined; cursor !== null; cursor = pages.at(-1)!.next)
      pages.push(await ask(c, `${at`/v1/sheets/${sheet}`}${query({ ...of, cursor })}`));
    const rows = pages.flatMap((page) => page.rows.map(({ cells }) => cells));
    const text = csvOf(pages[0]!.definition.columns, rows);
    return c.body(text, 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${[sheet, of.period].filter((part) => part !== "").join("_")}.csv"`,
      "cache-control": "no-store",
    });
  }
  const answer = await call(c, "GET", `${at`/v1/sheets/${sheet}`}.xlsx${query({ ...of })}`);
  if (!answer.ok) await bodyOf(answer);
  return new Response(answer.body, answer);
}

/** POST /sheets: an edited file, answered row by row. */
export async function uploadSheet(c: PageContext): Promise<Shown> {
  const form = await c.req.formData();
  const { sheet, ...of } = wantedOf((name) => form.get(name)?.toString());
  const sent = new FormData();
  for (const name of ["file", "note"]) {
    const value = form.get(name);
    if (value) sent.set(name, value);
  }
  const { sheets } = await ask<Body<typeof sheetList>>(c, "/v1/sheets");
  const again = <Forms sheets={sheets} wanted={{ sheet, ...of }} />;
  try {
    const answer = await bodyOf<PushAnswer>(
      await call(c, "POST", `${at`/v1/sheets/${sheet}`}.xlsx${query({ ...of })}`, { body: sent }),
    );
    return { title: "提交的答复", content: [<Answered answer={answer} />, again] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { problem } = error;
    c.set("problem", problem.code);
    return {
      title: "没有提交",
      status: problem.status as NonNullable<Shown["status"]>,
      content: [<Refusals problem={problem} />, again],
    };
  }
}

const Chosen = ({ sheets, wanted }: { sheets: Sheets; wanted: Wanted }) => (
  <>
    <label>
      表
      <select name="sheet" required>
        {[...Map.groupBy(sheets, ({ group }) => group)].map(([group, list]) => (
          <optgroup label={group}>
            {list.map(({ id, title }) => (
              <option value={id} selected={id === wanted.sheet}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
    <label>
      期(名册不填)
      <input name="period" value={wanted.period} placeholder="2014-H1" maxlength={10} />
    </label>
    <label>
      区划代码(可不填)
      <input name="region" value={wanted.region} inputmode="numeric" pattern="\d{12}" title="12 位数字" />
    </label>
    <input type="hidden" name="round" value={wanted.round} />
  </>
);

const Forms = ({ sheets, wanted }: { sheets: Sheets; wanted: Wanted }) => (
  <div class="columns">
    <section>
      <h2>下载</h2>
      <form method="get" action="/sheets/file" class="fields">
        <Chosen sheets={sheets} wanted={wanted} />
        <button type="submit" name="format" value="xlsx">
          下载 .xlsx
        </button>{" "}
        <button type="submit" name="format" value="csv" class="second">
          下载 .csv
        </button>
      </form>
    </section>
    <section>
      <h2>交回</h2>
      <form method="post" action="/sheets" enctype="multipart/form-data" class="fields">
        <Chosen sheets={sheets.filter(({ editable }) => editable)} wanted={wanted} />
        <label>
          改好的文件
          <input name="file" type="file" accept=".xlsx" required />
        </label>
        <label>
          提交说明(可不填)
          <input name="note" maxlength={500} />
        </label>
        <button type="submit">提交</button>
      </form>
    </section>
  </div>
);

const Answered = ({ answer: { summary, results, push } }: { answer: PushAnswer }) => {
  const told = results.filter(
    ({ status, errors, notices }) => !["saved", "unchanged"].includes(status) || errors || notices,
  );
  return (
    <>
      <p class="done">
        {Object.entries(summary)
          .flatMap(([status, count]) => (count > 0 ? [`${statusTitles[status] ?? status} ${count} 行`] : []))
          .join(",")}
        {push !== null && `。提交号 ${push}`}
      </p>
      {told.length > 0 && (
        <table class="stack">
          <caption>请看这些行</caption>
          <thead>
            <tr>
              <th>行</th>
              <th>结果</th>
              <th>原因和改法</th>
            </tr>
          </thead>
          <tbody>
            {told.map(({ id, newKey, status, errors = [], notices = [], conflicts = [] }) => (
              <tr>
                <td>{id || newKey}</td>
                <td>{statusTitles[status] ?? status}</td>
                <td>
                  {[...errors, ...notices].map(({ key, message, fix }) => (
                    <div>
                      {key}: {message}。{fix}
                    </div>
                  ))}
                  {conflicts.map(({ key, base, theirs, mine }) => (
                    <div>
                      {key}: 原为 {String(base ?? "空")},他人改为 {String(theirs ?? "空")},我改为 {String(mine ?? "空")}
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
};
