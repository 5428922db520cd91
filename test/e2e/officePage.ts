/** What office.js is to the pane in a browser: beside Microsoft's client, Office over a wire host, with a clerk at its workbook. */
import { excelUser } from "../addin/user.ts";
import { WireHost } from "../addin/wireHost.ts";

/** What a test finds in the page, to act as the clerk in Excel. */
export interface Clerk {
  host: WireHost;
  user: ReturnType<typeof excelUser>;
  /** Presses a button of the ribbon. */
  press(button: string): void;
  /** What a cell with a function of the add-in shows. */
  formula(name: string, ...given: unknown[]): Promise<unknown>;
}

interface Page {
  host: Clerk;
  Office: object;
  CustomFunctions: object;
  confirm(): boolean;
  OfficeExtension: {
    CommonUtility: { _doApiNotSupportedCheck: boolean };
    SessionBase: { _overrideSession: object };
  };
}

const page = globalThis as unknown as Page;
const host = new WireHost();
const buttons = new Map<string, (event: { completed(): void }) => void>();
const { requirements } = host.context;

page.OfficeExtension.CommonUtility._doApiNotSupportedCheck = true;
page.OfficeExtension.SessionBase._overrideSession = host.session;
const office = {
  context: {
    ...host.context,
    requirements: {
      isSetSupported: (name: string, version?: string) =>
        name === "SharedRuntime" || requirements.isSetSupported(name, version),
    },
  },
  onReady: (ready: () => void) => Promise.resolve().then(ready),
  actions: { associate: (name: string, action: () => void) => void buttons.set(name, action) },
  addin: { showAsTaskpane: () => Promise.resolve() },
};
// Those of the client itself can only be read.
page.Office = Object.create(page.Office, Object.getOwnPropertyDescriptors(office));
// It is office.js that takes what formulas call, before the client of Excel is read.
const formulas = new Map<string, (...given: unknown[]) => Promise<unknown>>();
page.CustomFunctions = {
  associate: (name: string, work: () => Promise<unknown>) => void formulas.set(name, work),
  Error: class extends Error {},
  ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
};
// A frame of another origin, as the pane is in Excel on the web, gets no dialog of the browser's own.
page.confirm = () => false;
page.host = {
  ...{ host, user: excelUser(host) },
  press: (button) => buttons.get(button)!({ completed() {} }),
  formula: (name, ...given) => formulas.get(name)!(...given),
};
