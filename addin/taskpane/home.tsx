/** Where the pane begins: what is due, what is in this workbook, what can be pulled. */
import { useEffect, useState } from "preact/hooks";
import { type Task, tasksOf } from "../../schema/tasks.ts";
import type { SheetList } from "../api/api.ts";
import type { Drawer } from "../desk/desk.ts";
import { Section, Status, usePane, useWork } from "./shared.tsx";

export function Home({ open }: { open(table: string): void }) {
  const { api, ask, desk, words } = usePane();
  const [drawers, setDrawers] = useState<Drawer[]>([]);
  const [tasks, setTasks] = useState<Task[]>();
  const [sheets, setSheets] = useState<SheetList["sheets"]>([]);
  const [wanted, setWanted] = useState<{ sheet: string; period: string }>({ sheet: "", period: "" });
  const [told, setTold] = useState<string>();
  const loading = useWork();
  const pulling = useWork();
  useEffect(() => {
    // What is in the workbook is there also without a network.
    desk.drawers().then(setDrawers, () => undefined);
    loading.run(async ({ signal }) => {
      const [listed, due] = await Promise.all([api.listSheets(signal), tasksOf(api, signal)]);
      setSheets(listed.sheets);
      setTasks(due);
    });
  }, []);

  const pull = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement);
    const [sheet, period, region] = ["sheet", "period", "region"].map((name) => String(typed.get(name) ?? "").trim());
    pulling.run(async (tools) => {
      open(await desk.pull(sheet!, { period: period!, ...(region && { region }) }, tools));
    });
  };
  const submit = async ({ round, regionCode, name }: Task) => {
    if (!(await ask(words.submitAsk(name)))) return;
    loading.run(async ({ signal }) => {
      await api.stepSubmission(round, regionCode, { action: "submit" }, signal);
      setTasks(await tasksOf(api, signal));
      setTold(words.submitted(name));
    });
  };
  // A sheet that is not listed yet may have one.
  const hasPeriod = sheets.find(({ id }) => id === wanted.sheet)?.period !== "none";
  const groups = Map.groupBy(sheets, ({ group }) => group);

  return (
    <>
      <Status work={loading} />
      <div role="status">{told && <p>{told}</p>}</div>
      <Section title={words.tasks}>
        {tasks?.length === 0 && <p class="quiet">{words.noTasks}</p>}
        <ul>
          {tasks?.map((task) => (
            <li key={`${task.round} ${task.regionCode}`}>
              <button
                type="button"
                class="link"
                onClick={() => setWanted({ sheet: `indicators.${task.policyId}`, period: task.period })}
              >
                {task.name} {task.period}
              </button>{" "}
              <span class={`tag ${task.state}`}>{words.states[task.state]}</span>{" "}
              <span class={task.overdue ? "danger" : "quiet"}>
                {task.overdue ? words.overdue : words.due(task.deadline)}
              </span>
              {task.reason && <div class="quiet">{task.reason}</div>}
              {(task.state === "pending" || task.state === "returned") && (
                <button type="button" class="quiet" disabled={loading.isBusy} onClick={() => submit(task)}>
                  {words.submit}
                </button>
              )}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.inWorkbook}>
        {drawers.length === 0 && <p class="quiet">{words.noTables}</p>}
        <ul>
          {drawers.map(({ name, title, snapshot, broken }) => (
            <li key={name}>
              <button type="button" class="link" onClick={() => open(name)}>
                {title} {snapshot?.period}
              </button>
              {broken && <div role="alert">{`${broken.message}(${broken.fix})`}</div>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.pullTitle}>
        <form onSubmit={pull}>
          <label>
            {words.sheet}
            <select
              name="sheet"
              required
              value={wanted.sheet}
              onChange={({ currentTarget }) => setWanted({ ...wanted, sheet: currentTarget.value })}
            >
              <option value="" />
              {[...groups].map(([group, list]) => (
                <optgroup key={group} label={group}>
                  {list.map(({ id, title }) => (
                    <option key={id} value={id}>
                      {title}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </label>
          <label>
            {words.period}
            <input
              name="period"
              placeholder={words.periodHint}
              value={wanted.period}
              onInput={({ currentTarget }) => setWanted({ ...wanted, period: currentTarget.value })}
              required={hasPeriod}
            />
          </label>
          <label>
            {words.region}
            <input name="region" inputMode="numeric" />
          </label>
          <button type="submit" disabled={pulling.isBusy}>
            {words.pull}
          </button>
          <Status work={pulling} />
        </form>
      </Section>
    </>
  );
}
