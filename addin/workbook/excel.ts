/** The add-in's workbook in Excel, through Office.js. */
import { amend } from "./excelAmend.ts";
import { addCharts } from "./excelCharts.ts";
import { Requests } from "./excelRequests.ts";
import {
  columnAt,
  contentOf,
  find,
  idOf,
  lookAt,
  namesIn,
  noteOf,
  part,
  type Session,
  standOf,
} from "./excelTables.ts";
import { writeTable } from "./excelWrite.ts";
import { type Place, type Workbook, WorkbookFault } from "./port.ts";

/** What Office.js brings into a page. */
export interface OfficeScripts {
  excel: typeof Excel;
  office: typeof Office;
}

export interface ExcelOptions {
  /** How long to wait, in milliseconds, before each further try while a cell is being edited. */
  waits?: readonly number[];
}

const patience = [250, 500, 1_000, 2_000, 4_000];

/**
 * The workbook in which the add-in runs; ExcelApi 1.7 (Excel 2019) suffices.
 * @example const workbook = excelWorkbook({ excel: Excel, office: Office });
 */
export function excelWorkbook({ excel, office }: OfficeScripts, { waits = patience }: ExcelOptions = {}): Workbook {
  const session: Session = {
    hasValidation: office.context.requirements.isSetSupported("ExcelApi", "1.8"),
    hasStore: false,
  };

  /** Runs again what was refused because a cell is being edited; every verb may be begun anew. */
  async function run<T>(work: (context: Excel.RequestContext) => Promise<T>): Promise<T> {
    for (let tried = 0; ; tried++) {
      try {
        return await excel.run({ delayForCellEdit: true }, work);
      } catch (error) {
        const fault = faultOf(error);
        if (!(fault instanceof WorkbookFault) || fault.code !== "editing" || tried >= waits.length) throw fault;
        await new Promise((done) => setTimeout(done, waits[tried]));
      }
    }
  }

  return {
    writeTable: (spec, options) => run((context) => writeTable(context, session, spec, options)),

    readTable: (name) => run(async (context) => contentOf(context, (await find(context, session, name)).stand)),

    amend: (name, decide) =>
      run(async (context) => {
        const { book, stand, note } = await find(context, session, name);
        const amendment = decide(await contentOf(context, stand));
        const requests = new Requests(context);
        await amend(requests, stand, note, amendment);
        for (const [key, text] of Object.entries(amendment.kept ?? {})) await book.store.setText(requests, key, text);
        await requests.send();
      }),

    addCharts: (sheet) => run((context) => addCharts(context, session, sheet)),

    selectedRows: (name) => run((context) => selectedRows(context, session, name)),

    select: (name, { row, column }) =>
      run(async (context) => {
        const { stand } = await find(context, session, name);
        const at = columnAt(stand, row, column);
        stand.sheet.activate();
        part(stand, row, 1, at).select();
        await context.sync();
      }),

    async onSelection(tell) {
      let [isLooking, isMissed, isOver] = [false, false, false];
      async function look() {
        isMissed = isLooking;
        if (isLooking) return;
        isLooking = true;
        const at = await excel
          .run({ delayForCellEdit: true }, (context) => selected(context, session))
          .catch(() => undefined);
        isLooking = false;
        if (isOver) return;
        if (isMissed) await look();
        else tell(at);
      }
      const handler = await run(async (context) => {
        const added = context.workbook.onSelectionChanged.add(look);
        await context.sync();
        return added;
      });
      return async () => {
        isOver = true;
        await excel.run(handler.context, async (context) => {
          handler.remove();
          await context.sync();
        });
      };
    },

    keep: (key, text) =>
      run(async (context) => {
        const requests = new Requests(context);
        await (await lookAt(context, session)).store.setText(requests, key, text);
        await requests.send();
      }),

    kept: (key) => run(async (context) => (await lookAt(context, session)).store.text(new Requests(context), key)),

    tables: () => run(async (context) => namesIn(await lookAt(context, session))),
  };
}

const codes: Readonly<Record<string, WorkbookFault["code"]>> = {
  InvalidOperationInCellEditMode: "editing",
  AccessDenied: "protected",
  // What was there a moment ago: the user has deleted it since.
  ItemNotFound: "missing",
};

/** What Excel refused as a fault with a code; anything else as it is. */
function faultOf(error: unknown): unknown {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return code in codes && !(error instanceof WorkbookFault) ? new WorkbookFault(codes[code]!, message) : error;
}

/** The selected cell's place in one of the add-in's tables. */
async function selected(
  context: Excel.RequestContext,
  session: Session,
): Promise<(Place & { name: string }) | undefined> {
  const range = context.workbook.getSelectedRange();
  range.load("rowIndex,columnIndex,worksheet/name");
  const book = await lookAt(context, session);
  for (const name of namesIn(book)) {
    const id = idOf(book, noteOf(book, name))!;
    if (book.tables.find((table) => table.id === id)!.sheet !== range.worksheet.name) continue;
    const { top, left, rows, titles } = await standOf(book, id);
    const [row, column] = [range.rowIndex - top, titles[range.columnIndex - left]];
    if (row >= 0 && row < rows && column !== undefined) return { name, row, column };
  }
  return undefined;
}

/** The rows of a table that are selected. */
async function selectedRows(context: Excel.RequestContext, session: Session, name: string): Promise<number[]> {
  const { book, stand, note } = await find(context, session, name);
  const range = context.workbook.getSelectedRange();
  range.load("rowIndex,rowCount,worksheet/name");
  try {
    await context.sync();
  } catch (error) {
    if ((error as { code?: string }).code === "InvalidSelection") return [];
    throw error;
  }
  const table = book.tables.find(({ id }) => id === idOf(book, note));
  if (table?.sheet !== range.worksheet.name) return [];
  const rows = Array.from({ length: range.rowCount }, (_, i) => range.rowIndex + i - stand.top);
  return rows.filter((row) => row >= 0 && row < stand.rows);
}
