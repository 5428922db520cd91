/** Loads Microsoft's own client of the Excel API, the one of Excel on the web, over a wire host. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Context, createContext, Script } from "node:vm";
import type { OfficeScripts } from "../../addin/workbook/excel.ts";
import type { WireHost } from "./wireHost.ts";

const require = createRequire(import.meta.url);
const file = require.resolve("@microsoft/office-js/dist/excel-web-16.00.js");

/** As much of a page as the client looks for when it is read. */
function page(): Context {
  const location = { protocol: "https:", href: "https://localhost/", search: "", hash: "", pathname: "/" };
  const document = { URL: location.href, location, getElementsByTagName: () => [], createElement: () => ({}) };
  const silent = { log() {}, warn() {}, error() {} };
  const made = createContext({
    ...{ console: silent, setTimeout, clearTimeout, performance },
    ...{ location, document, navigator: { userAgent: "", platform: "" }, addEventListener() {} },
  });
  made.window = made;
  made.self = made;
  return made;
}

let client: Context | undefined;

/** The client's globals over a host; the client is one, and a later host takes the place of an earlier one. */
export function officeClient(host: WireHost): OfficeScripts {
  if (client === undefined) {
    client = page();
    new Script(readFileSync(file, "utf8"), { filename: "excel-web-16.00.js" }).runInContext(client);
    // By itself the client leaves it to Excel to say that it is too old.
    client.OfficeExtension.CommonUtility._doApiNotSupportedCheck = true;
  }
  client.Office = Object.create(client.Office, { context: { value: host.context } });
  client.OfficeExtension.SessionBase._overrideSession = host.session;
  return { excel: client.Excel, office: client.Office };
}
