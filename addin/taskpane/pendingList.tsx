/** What is pending in a table, row by row: what it was, what it becomes, what stands in the way, what can be decided. */

import { layoutFor } from "../../schema/sheet/workbook/layout.ts";
import type { Choice } from "../../schema/sheet/workbook/rowKinds.ts";
import type { Look } from "../desk/desk.ts";
import type { PendingCell, PendingRow } from "../sync/pending.ts";
import { usePane } from "./shared.tsx";

/** More rows than these are only counted. */
const mostShown = 100;

interface Doing {
  choose(ref: string, choice: Choice): void;
  resolve(row: PendingRow, cell: PendingCell, take: "mine" | "theirs"): void;
  restore(row: PendingRow): void;
  show(row: PendingRow, title: string): void;
}

export function PendingList({ look, doing, isBusy }: { look: Look; doing: Doing; isBusy: boolean }) {
  const { words } = usePane();
  const { rows, problems, notices } = look.pending;
  const forms = new Map(layoutFor(look.snapshot.definition).cells.map(({ key, form }) => [key, form]));
  const say = (key: string, value: Parameters<NonNullable<ReturnType<typeof forms.get>>["word"]>[0]) =>
    forms.get(key)?.word(value) || words.empty;
  const shown = rows.slice(0, mostShown);
  return (
    <>
      {[...problems, ...notices].map(({ message, fix }) => (
        <p key={message} role="alert">{`${message};${fix}`}</p>
      ))}
      <ul class="rows">
        {shown.map((row) => (
          <li key={row.ref}>
            <div class="head">
              <strong>{nameOf(look, row)}</strong>
              {row.kind === "copied" || row.kind === "altered" ? (
                <button type="button" class="quiet" disabled={isBusy} onClick={() => doing.choose(row.ref, "new")}>
                  {words.isNew}
                </button>
              ) : null}
              {row.kind === "missing" ? (
                <button type="button" class="quiet" disabled={isBusy} onClick={() => doing.choose(row.ref, "delete")}>
                  {words.remove}
                </button>
              ) : null}
              <button type="button" class="quiet" disabled={isBusy} onClick={() => doing.restore(row)}>
                {words.restore}
              </button>
            </div>
            {row.problems.map(({ message, fix, severity }) => (
              <p key={message} class={severity === "warn" ? "quiet" : "danger"}>{`${message};${fix}`}</p>
            ))}
            {row.cells.map((cell) => (
              <div key={cell.key} class="cell">
                <button type="button" class="link" onClick={() => doing.show(row, cell.title)}>
                  {cell.title}
                </button>{" "}
                {cell.conflict ? (
                  <table>
                    <tbody>
                      {(
                        [
                          [words.base, say(cell.key, cell.conflict.base), undefined],
                          [words.theirs, say(cell.key, cell.conflict.theirs), "theirs"],
                          [words.mine, cell.to === undefined ? String(cell.typed) : say(cell.key, cell.to), "mine"],
                        ] as const
                      ).map(([title, value, take]) => (
                        <tr key={title}>
                          <th scope="row">{title}</th>
                          <td>{value}</td>
                          <td>
                            {take && (
                              <button
                                type="button"
                                class="quiet"
                                disabled={isBusy}
                                onClick={() => doing.resolve(row, cell, take)}
                              >
                                {take === "mine" ? words.takeMine : words.takeTheirs}
                              </button>
                            )}
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                ) : (
                  <span>
                    <del>{say(cell.key, cell.from)}</del> →{" "}
                    <ins>{cell.to === undefined ? String(cell.typed) : say(cell.key, cell.to)}</ins>
                  </span>
                )}
                {cell.problems
                  .filter(({ code }) => code !== "conflict")
                  .map(({ message, fix, severity }) => (
                    <p key={message} class={severity === "warn" ? "quiet" : "danger"}>{`${message};${fix}`}</p>
                  ))}
              </div>
            ))}
          </li>
        ))}
      </ul>
      {rows.length > mostShown && <p class="quiet">{words.more(rows.length - mostShown)}</p>}
    </>
  );
}

/** A row as a clerk knows it: by its name, else by its key. */
function nameOf({ snapshot }: Look, { id, ref }: PendingRow): string {
  const at = snapshot.definition.columns.findIndex(({ key }) => key === "name");
  const name = id === undefined || at < 0 ? null : snapshot.rows.get(id)?.cells[at];
  return [name, id ?? ref.split("~")[0]].filter(Boolean).join(" ");
}
