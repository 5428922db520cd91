/** 试算: some values of a policy changed for a round, before and after, and who moves; nothing is stored. */
import type { simulated } from "../../schema/moves.ts";
import type { round as roundWire, sheetRows } from "../../schema/wire.ts";
import { ask, at, type PageContext, Refused, send } from "./ask.ts";
import type { Shown } from "./frame.tsx";
import type { Body } from "./read.ts";
import { Refusals } from "./refused.tsx";
import { starsText, yuan } from "./result.ts";

type Simulated = Body<typeof simulated>;
interface Parameter {
  name: string;
  title: string;
  value: string;
}
interface Change {
  name: string;
  value: string;
}
/** So many values are changed at once on a page. */
const fields = [0, 1, 2];
const mostListed = 200;

/** GET /rounds/{round}/simulation */
export async function simulation(c: PageContext): Promise<Shown> {
  const id = c.req.param("round")!;
  return { title: "试算", content: <Form id={id} parameters={await parametersOf(c, id)} changes={[]} /> };
}

/** POST /rounds/{round}/simulation */
export async function simulate(c: PageContext): Promise<Shown> {
  const id = c.req.param("round")!;
  const form = await c.req.formData();
  const changes = fields
    .map((i) => ({ name: String(form.get(`name${i}`) ?? ""), value: String(form.get(`value${i}`) ?? "").trim() }))
    .filter(({ name }) => name !== "");
  const parameters = await parametersOf(c, id);
  const again = <Form id={id} parameters={parameters} changes={changes} />;
  try {
    const { policyId } = await ask<Body<typeof roundWire>>(c, at`/v1/rounds/${id}`);
    const found = await send<Simulated>(c, "POST", at`/v1/policies/${policyId}/simulate`, {
      round: id,
      values: changes,
      limit: mostListed,
    });
    return { title: "试算", content: [<Before found={found} id={id} />, again] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { problem } = error;
    c.set("problem", problem.code);
    return {
      title: "试算",
      status: problem.status as NonNullable<Shown["status"]>,
      content: [<Refusals problem={problem} />, again],
    };
  }
}

/** The values of a round's policy that can be changed; of each the latest. */
async function parametersOf(c: PageContext, id: string): Promise<Parameter[]> {
  const { policyId } = await ask<Body<typeof roundWire>>(c, at`/v1/rounds/${id}`);
  const { definition, rows } = await ask<Body<typeof sheetRows>>(c, at`/v1/sheets/${`parameters.${policyId}`}`);
  const [name, title, value] = ["parameter", "title", "value"].map((key) =>
    definition.columns.findIndex((one) => one.key === key),
  );
  const found = rows.map(({ cells }) => ({
    name: String(cells[name!]),
    title: String(cells[title!]),
    value: String(cells[value!] ?? ""),
  }));
  return [...new Map(found.map((one) => [one.name, one])).values()];
}

const Form = ({ id, parameters, changes }: { id: string; parameters: Parameter[]; changes: Change[] }) => (
  <>
    <p>
      <a href={at`/rounds/${id}`}>回批次</a>
    </p>
    <h2>改哪些值</h2>
    <p class="quiet">写法与参数表相同,如 5:90; 4:80; 3:70。只算不存。</p>
    <form method="post" action={at`/rounds/${id}/simulation`}>
      {fields.map((i) => (
        <fieldset>
          <legend>第{i + 1}处</legend>
          <label>
            参数
            <select name={`name${i}`}>
              <option value="">不改</option>
              {parameters.map(({ name, title, value }) => (
                <option value={name} selected={changes[i]?.name === name}>
                  {title}(现为 {value.length > 40 ? `${value.slice(0, 40)}…` : value})
                </option>
              ))}
            </select>
          </label>
          <label>
            改为
            <input name={`value${i}`} value={changes[i]?.value ?? ""} maxlength={2000} />
          </label>
        </fieldset>
      ))}
      <button type="submit">试算</button>
    </form>
  </>
);

function Before({
  found: { counts, stars, grades, selected, totalFen, overlay, moved, warnings },
  id,
}: {
  found: Simulated;
  id: string;
}) {
  const lines: [string, string | number, string | number][] = [
    ["已评分", counts.scored.before, counts.scored.after],
    ...(stars ?? []).map((one): [string, number, number] => [starsText(one.stars), one.before, one.after]),
    ...(grades ?? []).map((one): [string, number, number] => [one.title, one.before, one.after]),
    ...(selected ? [["列入名单", selected.before, selected.after] as [string, number, number]] : []),
    ...(totalFen ? [["数额合计(元)", yuan(totalFen.before), yuan(totalFen.after)] as [string, string, string]] : []),
  ];
  return (
    <>
      <h2>前后</h2>
      {warnings.map(({ message }) => (
        <p class="wrong">{message}</p>
      ))}
      <table>
        <caption>
          变动 {counts.moved} 个:升 {counts.up},降 {counts.down},其他 {counts.other};只有得分变的 {counts.scoreMoved}
        </caption>
        <thead>
          <tr>
            <th>结果</th>
            <th class="number">前</th>
            <th class="number">后</th>
            <th class="number">增减</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([title, before, after]) => (
            <tr>
              <th scope="row">{title}</th>
              <td class="number">{before}</td>
              <td class="number">{after}</td>
              <td class="number">{signed(Number(after) - Number(before))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul>
        {overlay.map(({ title, before, after }) => (
          <li>
            {title}:{JSON.stringify(before)} → {JSON.stringify(after)}
          </li>
        ))}
      </ul>
      <h2>谁变动了</h2>
      {moved.length === 0 && <p class="quiet">没有。</p>}
      <ul>
        {moved.map(({ subjectId, name, text }) => (
          <li>
            <a href={at`/rounds/${id}/subjects/${subjectId}`}>{name ?? subjectId}</a>:{text}
          </li>
        ))}
      </ul>
      {counts.moved > moved.length && <p class="quiet">只列 {moved.length} 个。</p>}
    </>
  );
}

const signed = (value: number) =>
  value > 0 ? `+${Math.round(value * 100) / 100}` : value < 0 ? `−${Math.round(-value * 100) / 100}` : "0";
