/** Prints as pages of A4 for a browser's printer: every form with its head, rows, sums, signatures and mark. */
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import { capitals } from "../../schema/print/capitals.ts";
import { moneyUnits } from "../../schema/print/money.ts";
import {
  cellText,
  headRows,
  moneyDecimals,
  onlyTable,
  type PlacedRow,
  pagesOf,
  rowHeightOf,
  rowsOf,
} from "../../schema/print/paging.ts";
import { type Block, dayText, markText, type Print, type PrintTable } from "../../schema/print/print.ts";

/** Pixels of a browser in a millimetre. */
const pixels = (millimetres: number) => Math.round((millimetres * 96) / 25.4);

/** Prints as one page of HTML, each on paper of its own. */
export function printPage(prints: readonly Print[]) {
  const content = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{prints[0]?.title ?? "空白"}</title>
        <link rel="stylesheet" href="/print.css" />
      </head>
      <body>{prints.flatMap(papersOf)}</body>
    </html>
  );
  return html`<!doctype html>${content}`;
}

/** The papers of one print: as many as its table needs, or one that flows on. */
function papersOf(print: Print) {
  const table = onlyTable(print);
  const decimals = moneyDecimals(print);
  if (!table)
    return [
      paper(
        print,
        "flowing",
        print.blocks.map((block) => blockOf(print, block, decimals)),
      ),
    ];
  return pagesOf(print, table, capitals).map(({ rows }) =>
    paper(print, "paged", tableOf(print, table, rows, decimals)),
  );
}

const paper = (print: Print, flow: string, content: Child) => (
  <section class={`${print.paper} ${flow}`}>
    {print.mark.label && <p class="label">{print.mark.label}</p>}
    <h1>{print.title}</h1>
    {print.subtitle !== undefined && <p class="subtitle">{print.subtitle}</p>}
    <div class="head">
      <span>填报单位（盖章）：{print.office}</span>
      <span>日期：{dayText(print.day)}</span>
      {print.unit && <span>单位：{moneyUnits[print.unit]}</span>}
    </div>
    {content}
    {print.notes.length > 0 && (
      <div class="notes">
        {print.notes.map((note) => (
          <p>{note}</p>
        ))}
      </div>
    )}
    {print.signatures.length > 0 && (
      <div class="signatures">
        {print.signatures.map((title) => (
          <span>{title}：</span>
        ))}
      </div>
    )}
    <p class="mark">{markText(print.mark)}</p>
  </section>
);

function blockOf(print: Print, block: Block, decimals: number) {
  switch (block.kind) {
    case "text":
      return (
        <div class="text">
          {block.lines.map((line) => (
            <p>{line}</p>
          ))}
        </div>
      );
    case "closing":
      return (
        <div class="closing">
          {block.lines.map((line) => (
            <p>{line}</p>
          ))}
        </div>
      );
    case "fields":
      return fieldsOf(block);
    case "table":
      return tableOf(print, block, rowsOf(block, capitals), decimals);
  }
}

function fieldsOf({ fields, perRow }: Extract<Block, { kind: "fields" }>) {
  const rows = Array.from({ length: Math.ceil(fields.length / perRow) }, (_, i) =>
    fields.slice(i * perRow, (i + 1) * perRow),
  );
  return (
    <table class="fields">
      <colgroup>
        {Array.from({ length: perRow }, () => (
          <>
            <col width={`${30 / perRow}%`} />
            <col width={`${70 / perRow}%`} />
          </>
        ))}
      </colgroup>
      <tbody>
        {rows.map((row) => (
          <tr height={pixels(9)}>
            {row.map(([title, value], i) => (
              <>
                <th scope="row">{title}</th>
                <td colspan={i === row.length - 1 ? (perRow - i) * 2 - 1 : 1}>{value}</td>
              </>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function tableOf(print: Print, table: PrintTable, rows: readonly PlacedRow[], decimals: number) {
  const { columns, caption } = table;
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const heads = headRows(columns);
  return (
    <table>
      {caption !== undefined && <caption>{caption}</caption>}
      <colgroup>
        {columns.map(({ width }) => (
          <col width={`${(width / all) * 100}%`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {heads.first.map(({ title, columns: wide, rows: high }) => (
            <th scope={wide > 1 ? "colgroup" : "col"} colspan={wide} rowspan={high}>
              {title}
            </th>
          ))}
        </tr>
        {heads.second.length > 0 && (
          <tr>
            {heads.second.map(({ title }) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        )}
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class={row.kind} height={pixels(rowHeightOf(print, table, row))}>
            {columns.map(({ kind }, i) => {
              if (row.kind !== "row" && i > 0 && i < row.span) return null;
              const label = row.kind !== "row" && i === 0;
              const text = label ? String(row.cells[0]) : cellText(kind, row.cells[i]!, print.unit, decimals);
              return (
                <td class={label ? "sum" : kind} colspan={label ? row.span : 1}>
                  {text}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
