/** A table of the workbook: what is pending, and the verbs 检查, 提交, 刷新, 恢复, 重算. */
import { useEffect, useState } from "preact/hooks";
import type { Choices } from "../../schema/sheet/workbook/rowKinds.ts";
import type { Verb } from "../commands/verbs.ts";
import { chartsOf } from "../desk/charts.ts";
import type { Look, Pushed } from "../desk/desk.ts";
import { roundsOf } from "../desk/explain.ts";
import { resolveAll } from "../sync/decide.ts";
import { PendingList } from "./pendingList.tsx";
import { Status, usePane, useWork } from "./shared.tsx";

/** @param asked what a button of the ribbon asked for; another press is another object */
export function Table({ name, asked }: { name: string; asked: { verb: Verb } | undefined }) {
  const { api, ask, desk, words, resultsChanged } = usePane();
  const [look, setLook] = useState<Look>();
  const [choices, setChoices] = useState<Choices>({});
  const [pushed, setPushed] = useState<Pushed>();
  const [told, setTold] = useState<string>();
  const [note, setNote] = useState("");
  const work = useWork();

  const check = (given = choices) =>
    work.run(async () => {
      setLook(await desk.check(name, given));
    });
  useEffect(() => {
    work.run(async ({ signal }) => {
      const found = await desk.check(name, choices);
      setLook(found);
      if (asked?.verb === "recompute") await recompute(found, signal);
      const rows = found.pending.rows.length;
      if (asked?.verb === "restore" && rows > 0 && (await ask(words.restoreAsk(rows))))
        setLook(await desk.restore(name, undefined, choices));
    });
  }, [name, asked]);
  const push = () =>
    work.run(async (tools) => {
      try {
        setPushed(await desk.push(name, { ...tools, note, choices }));
        setNote("");
        resultsChanged();
      } finally {
        setLook(await desk.look(name, choices));
      }
    });
  const restore = async (refs?: string[]) => {
    if (refs === undefined && !(await ask(words.restoreAsk(look?.pending.rows.length ?? 0)))) return;
    work.run(async () => setLook(await desk.restore(name, refs, choices)));
  };
  async function recompute({ snapshot }: Look, signal: AbortSignal) {
    const rounds = await roundsOf(api, snapshot, signal);
    const round = rounds.find(({ state }) => state === "open" || state === "computed");
    if (!round) throw new Error(words.noRound);
    const { written } = await api.computeRound(round.id, signal);
    setTold(words.recomputed(written));
    resultsChanged();
    if (snapshot.round !== undefined || !snapshot.definition.editable) setLook(await desk.refresh(name, { signal }));
  }

  const { pending, snapshot } = look ?? {};
  const editable = snapshot?.definition.editable ?? false;
  const conflicts = snapshot ? resolveAll(snapshot, "mine").length : 0;
  const hasCharts = snapshot !== undefined && chartsOf(snapshot).length > 0;
  const toSend = pending?.rows.filter(({ isSent }) => isSent).length ?? 0;
  return (
    <>
      <h2>
        {snapshot?.definition.title} {snapshot?.period}
      </h2>
      <div class="verbs">
        <button type="button" class="quiet" disabled={work.isBusy} onClick={() => check()}>
          {words.check}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={work.isBusy}
          onClick={() => work.run(async (tools) => setLook(await desk.refresh(name, tools)))}
        >
          {words.refresh}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={work.isBusy}
          onClick={() => work.run(async (tools) => setLook(await desk.refreshSelected(name, tools)))}
        >
          {words.refreshSelected}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={work.isBusy || !look}
          onClick={() => work.run(({ signal }) => recompute(look!, signal))}
        >
          {words.recompute}
        </button>
        {hasCharts && (
          <button
            type="button"
            class="quiet"
            disabled={work.isBusy}
            onClick={() =>
              work.run(async () => {
                await desk.chart(name);
                setTold(words.drawn);
              })
            }
          >
            {words.charts}
          </button>
        )}
      </div>
      <Status work={work} />
      {/* Always there, so that what comes into it is read out. */}
      <div role="status">
        {told && <p>{told}</p>}
        {pushed && (
          <p data-summary={JSON.stringify(pushed.summary)}>
            {Object.entries(pushed.summary)
              .map(([status, rows]) => `${words.result[status as keyof typeof words.result] ?? status} ${rows}`)
              .join(" · ")}
          </p>
        )}
        {pending && <p>{pending.rows.length === 0 ? words.nothingPending : words.pending(pending.rows.length)}</p>}
      </div>
      {pending && (
        <>
          {conflicts > 0 && (
            <p class="verbs">
              <span class="danger">{words.conflicts(conflicts)}</span>
              {(["mine", "theirs"] as const).map((take) => (
                <button
                  key={take}
                  type="button"
                  class="quiet"
                  disabled={work.isBusy}
                  onClick={() => work.run(async () => setLook(await desk.resolve(name, resolveAll(snapshot!, take))))}
                >
                  {take === "mine" ? words.allMine : words.allTheirs}
                </button>
              ))}
            </p>
          )}
          {editable && pending.rows.length > 0 && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                push();
              }}
            >
              <label>
                {words.note}
                <input value={note} maxLength={500} onInput={({ currentTarget }) => setNote(currentTarget.value)} />
              </label>
              <div class="verbs">
                <button type="submit" disabled={work.isBusy || (toSend === 0 && snapshot!.sent.length === 0)}>
                  {words.push} {toSend > 0 && toSend}
                </button>
                <button type="button" class="quiet" disabled={work.isBusy} onClick={() => restore()}>
                  {words.restoreAll}
                </button>
                {snapshot!.sent.length > 0 && (
                  <button
                    type="button"
                    class="quiet"
                    disabled={work.isBusy}
                    onClick={async () =>
                      (await ask(words.giveUpAsk)) && work.run(async () => setLook(await desk.giveUp(name)))
                    }
                  >
                    {words.giveUp}
                  </button>
                )}
              </div>
            </form>
          )}
          <PendingList
            look={look!}
            isBusy={work.isBusy}
            doing={{
              choose(ref, choice) {
                const next = { ...choices, [ref]: choice };
                setChoices(next);
                check(next);
              },
              resolve: ({ id }, { key }, take) =>
                work.run(async () => setLook(await desk.resolve(name, [{ id: id!, key, take }]))),
              restore: ({ ref }) => restore([ref]),
              show: ({ row }, title) => void (row !== undefined && work.run(() => desk.show(name, row, title))),
            }}
          />
        </>
      )}
    </>
  );
}
