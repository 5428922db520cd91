/** 得分明细 as a tree: each step with its value, its bar where it has a most, the rule's words, what it was taken from, on what it rests. */
import type { Lineage, TraceStep } from "../../schema/trace.ts";
import { at, query } from "./ask.ts";

export const Steps = ({ steps, deep = 0 }: { steps: readonly TraceStep[]; deep?: number }) => (
  <ul class="tree">
    {steps.map((step) => (
      <li>
        <Step step={step} deep={deep} />
      </li>
    ))}
  </ul>
);

function Step({ step, deep }: { step: TraceStep; deep: number }) {
  const { title, text, value, inputs = [], parameters = [], steps = [] } = step;
  const most = parameters.find(({ name }) => name.endsWith("/max"))?.value;
  const hasBar = typeof value === "number" && typeof most === "number" && most > 0;
  return (
    <details open={deep < 2}>
      <summary>
        {title} <b>{value === undefined || value === null ? "" : told(value)}</b>
        {hasBar && (
          <>
            {` / ${most} `}
            <meter min={0} max={most} value={value} aria-label={`${title} ${value}/${most}`} />
          </>
        )}
      </summary>
      <p>{text}</p>
      {inputs.map(({ title: of, value: given, text: how, from = [] }) => (
        <p class="quiet">
          {of} {given === null ? "没有数据" : told(given)} {how}
          {from.map((one) => (
            <>
              {" "}
              <Entry from={one} />
            </>
          ))}
        </p>
      ))}
      {parameters.map(({ title: of, value: given, from, source, assumed }) => (
        <p class="quiet">
          {of} {typeof given === "object" ? "" : told(given)}
          {from && `(${from}起)`}:
          {source ? `《${source.title ?? source.document}》“${source.quote}”` : `假设:${assumed ?? ""}`}
        </p>
      ))}
      {steps.length > 0 && <Steps steps={steps} deep={deep + 1} />}
    </details>
  );
}

const told = (value: unknown) => (value === true ? "是" : value === false ? "否" : String(value));

/** Where a value was taken from: the past of the entry, or the result of another round. */
function Entry({ from: { sheet, period, id, version, run } }: { from: Lineage }) {
  const words = run === undefined ? `记录第${version ?? 0}版` : `第${run}次运算`;
  if (run !== undefined)
    return (
      <span>
        [{period} {words}]
      </span>
    );
  return <a href={`${at`/sheets/${sheet}/rows/${id}`}${query({ period })}`}>[{words}]</a>;
}
