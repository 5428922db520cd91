/** Where the pane begins, once in a workbook: buttons, functions and pane run in one runtime. */
import { render } from "preact";
import { Api } from "../api/api.ts";
import { associate, Handover, type Ribbon } from "../commands/verbs.ts";
import { type FunctionHost, register } from "../functions/register.ts";
import { Values } from "../functions/values.ts";
import { excelWorkbook } from "../workbook/excel.ts";
import type { Workbook } from "../workbook/port.ts";
import { Pane } from "./pane.tsx";
import "./tokens.css";
import "./pane.css";

const [api, handover] = [new Api(), new Handover()];
const values = new Values(api);

function show(workbook?: Workbook) {
  render(<Pane api={api} handover={handover} values={values} workbook={workbook} />, document.getElementById("pane")!);
}

// Excel calls the functions as soon as the script is read, before the pane is shown.
if (typeof CustomFunctions !== "undefined") register(CustomFunctions as unknown as FunctionHost, values);

// Without office.js (a browser, or a network that does not reach it) the pane still says who it is.
if (typeof Office === "undefined") show();
else
  Office.onReady(() => {
    if (Office.context?.requirements?.isSetSupported("SharedRuntime", "1.1"))
      associate(Office as unknown as Ribbon, handover);
    show(typeof Excel === "undefined" ? undefined : excelWorkbook({ excel: Excel, office: Office }));
  });
