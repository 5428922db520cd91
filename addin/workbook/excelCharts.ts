/** Draws charts in Excel, on a worksheet of their own beside their figures. */

import { sheetTitle } from "../../schema/sheet/workbook/names.ts";
import { written } from "./cells.ts";
import { actionBytes, Requests } from "./excelRequests.ts";
import { lookAt, type Session } from "./excelTables.ts";
import { type ChartSheet, type ChartSpec, mostFigures, textFormat } from "./port.ts";

const kinds = { columns: "ColumnClustered", bars: "BarClustered" } as const;
/** Columns from one chart's figures to the next one's, and where the charts stand right of all figures. */
const apart = 3;
/** Rows that a chart takes, with some space beneath. */
const [tall, step] = [18, 20];

/** See `Workbook.addCharts`. */
export async function addCharts(
  context: Excel.RequestContext,
  session: Session,
  { name, title, charts }: ChartSheet,
): Promise<void> {
  const requests = new Requests(context);
  const { store, sheets } = await lookAt(context, session);
  const key = `charts:${name}`;
  const known = store.note(key);
  const { worksheets } = context.workbook;
  const before = known === undefined ? undefined : worksheets.getItemOrNullObject(known);
  before?.load("id");
  if (before) await context.sync();
  const isNew = before?.isNullObject ?? true;
  const sheet = isNew ? worksheets.add(sheetTitle(title, sheets)) : before!;
  sheet.load("id");
  sheet.charts.load("items/name");
  await context.sync();
  if (isNew) await store.setNote(requests, key, sheet.id);
  const there = new Set(sheet.charts.items.map((chart) => chart.name));
  const right = charts.length * apart;
  for (const [i, chart] of charts.entries()) {
    await requests.room(12 * actionBytes + 60 * mostFigures);
    const figures = write(sheet, i * apart, chart);
    const called = `xp_${i}`;
    if (there.has(called)) {
      const drawn = sheet.charts.getItem(called);
      drawn.setData(figures, "Columns");
      drawn.title.text = chart.title;
      continue;
    }
    const drawn = sheet.charts.add(kinds[chart.kind], figures, "Columns");
    drawn.name = called;
    drawn.title.text = chart.title;
    drawn.legend.visible = false;
    drawn.setPosition(
      sheet.getRangeByIndexes(i * step, right, 1, 1),
      sheet.getRangeByIndexes(i * step + tall, right + 8, 1, 1),
    );
  }
  sheet.activate();
  await requests.send();
}

/** Writes figures under their heads, and blanks over what stood there of longer ones. @returns where they stand */
function write(sheet: Excel.Worksheet, left: number, { heads, figures }: ChartSpec): Excel.Range {
  const shown = [heads, ...figures.slice(0, mostFigures)];
  const block = sheet.getRangeByIndexes(0, left, mostFigures + 1, 2);
  const cells = Array.from({ length: mostFigures + 1 }, (_, i) => {
    const [text, figure] = shown[i] ?? ["", ""];
    return [written(text, { title: heads[0], format: textFormat }), { value: figure, format: "General" }];
  });
  block.numberFormat = cells.map((row) => row.map(({ format }) => format));
  block.values = cells.map((row) => row.map(({ value }) => value));
  return sheet.getRangeByIndexes(0, left, shown.length, 2);
}
