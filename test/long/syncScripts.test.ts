/** Ten thousand scripts of a clerk at a table, of others at its rows and of a line that breaks: no edit is lost or sent twice. */
import { describe, test } from "vitest";
import { ledger, roster } from "../addin/sync/modelServer.ts";
import { playScripts } from "../addin/sync/scripts.ts";

describe("after every step of any script, each edit is pending, acknowledged, in conflict with both values shown, or given up", () => {
  test("in a ledger", () => playScripts(ledger, 5000));
  test("in a roster", () => playScripts(roster, 5000));
});
