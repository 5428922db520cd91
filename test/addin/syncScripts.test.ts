/** Whatever a clerk does to a table, others to its rows and the line to a push: no edit is lost, and none is sent twice. */
import { describe, test } from "vitest";
import { ledger, roster } from "./sync/modelServer.ts";
import { playScripts } from "./sync/scripts.ts";

describe("after every step of any script, each edit is pending, acknowledged, in conflict with both values shown, or given up", () => {
  test("in a ledger, whose rows get their keys from the server", () => playScripts(ledger, 150, 1));
  test("in a roster, whose rows bring their own codes", () => playScripts(roster, 150, 2));
});
