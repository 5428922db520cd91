/** 得分明细: why the selected row has its result, as a tree with bars; and what it would come to as it stands in the table. */
import { useEffect, useState } from "preact/hooks";
import { shift } from "../../schema/decimal.ts";
import type { TraceStep } from "../../schema/trace.ts";
import type { ExplainedOutcome } from "../api/api.ts";
import { explain, subjectAt } from "../desk/explain.ts";
import { type Trial, tryOut } from "../desk/trial.ts";
import type { Place } from "../workbook/port.ts";
import { Status, usePane, useWork } from "./shared.tsx";

export function Explained() {
  const { api, desk, workbook, words } = usePane();
  const [at, setAt] = useState<(Place & { name: string }) | undefined>();
  const [found, setFound] = useState<ExplainedOutcome>();
  const [trial, setTrial] = useState<Trial>();
  const [subject, setSubject] = useState<string>();
  const work = useWork();
  useEffect(() => {
    let end: (() => Promise<void>) | undefined;
    let isOver = false;
    workbook.onSelection(setAt).then((ending) => {
      end = ending;
      if (isOver) void end();
    });
    return () => {
      isOver = true;
      void end?.();
    };
  }, []);
  useEffect(() => {
    if (!at) return;
    // Whoever walks down the rows wants the one on which he stands.
    work.runInstead(async ({ signal }) => {
      const { snapshot, content, pending } = await desk.look(at.name);
      signal.throwIfAborted();
      const chosen = subjectAt(snapshot, content, at.row);
      setSubject(chosen);
      setFound(undefined);
      setTrial(undefined);
      if (chosen === undefined) return;
      const explained = await explain(api, snapshot, chosen, signal);
      setFound(explained);
      if (pending.rows.some(({ id }) => id === chosen))
        setTrial(await tryOut(api, snapshot, pending, chosen, explained, signal));
    });
  }, [at?.name, at?.row]);

  return (
    <>
      <h2>{words.explain}</h2>
      {!at && <p class="quiet">{words.explainHint}</p>}
      <Status work={work} />
      {trial && (
        <section aria-label={words.trial}>
          <h3>
            {words.trial}: {resultText(trial.after)}
          </h3>
          <p class="quiet">{words.trialAlone}</p>
          {"next" in trial.after && trial.after.next && <Next next={trial.after.next} />}
        </section>
      )}
      {found && (
        <section aria-label={words.explain}>
          <h3>
            {found.name ?? found.subjectId}: {resultText(found)}
          </h3>
          {found.next && <Next next={found.next} />}
          <Steps steps={found.trace} />
        </section>
      )}
      {at && !work.isBusy && subject !== undefined && !found && !work.wrong && <p>{words.noOutcome}</p>}
    </>
  );
}

function Next({ next }: { next: NonNullable<ExplainedOutcome["next"]> }) {
  const { words } = usePane();
  return (
    <>
      <p>{words.next(next.star, next.gap)}</p>
      <ul>
        {next.needs.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

type Result = Pick<ExplainedOutcome, never> & {
  stars?: number | undefined;
  score?: number | undefined;
  grade?: string | undefined;
  rank?: number | undefined;
  amountFen?: number | undefined;
  message?: string;
};

/** A result in one line. */
function resultText({ stars, score, grade, rank, amountFen, message }: Result): string {
  const parts = [
    stars === undefined ? "" : `${"★".repeat(stars)}${stars}星`,
    score === undefined ? "" : `${score}分`,
    grade ?? "",
    rank === undefined ? "" : `第${rank}名`,
    amountFen === undefined ? "" : `${shift(String(amountFen), -2)}元`,
    message ?? "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function Steps({ steps }: { steps: readonly TraceStep[] }) {
  return (
    <ul class="trace">
      {steps.map((step, i) => (
        <li key={i}>
          <Step step={step} />
        </li>
      ))}
    </ul>
  );
}

function Step({ step }: { step: TraceStep }) {
  const { title, text, value, inputs = [], parameters = [], steps = [] } = step;
  const most = parameters.find(({ name }) => name.endsWith("/max"))?.value;
  const bar = typeof value === "number" && typeof most === "number" && most > 0 ? value / most : undefined;
  return (
    <details open={steps.length > 0}>
      <summary>
        <span>{title}</span> <b>{value === undefined || value === null ? "" : String(value)}</b>
        {bar !== undefined && <meter min={0} max={1} value={bar} aria-label={`${title} ${value}/${most}`} />}
      </summary>
      <p>{text}</p>
      {inputs.map((input) => (
        <p key={input.code} class="quiet">
          {input.title} {input.value === null ? "—" : String(input.value)} {input.text}
        </p>
      ))}
      {parameters.map(({ name, title: of, source, assumed }) => (
        <p key={name} class="quiet">
          {of}: {source ? `《${source.title ?? source.document}》“${source.quote}”` : assumed}
        </p>
      ))}
      {steps.length > 0 && <Steps steps={steps} />}
    </details>
  );
}
