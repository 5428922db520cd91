/** The derived cells of a ledger's rows, by the same shapes that take a policy's inputs. */
import type { DerivedColumn } from "../../schema/derived.ts";
import { placesOf } from "../../schema/sheet/cells/numbers.ts";
import type { Cell, Cells, Column } from "../../schema/sheet/definition.ts";
import { meets } from "../../schema/sheet/meets.ts";
import { indicate, type OwnIndicator, takenFrom } from "./indicators/indicate.ts";
import type { Records } from "./indicators/records.ts";
import { powerTo, worth } from "./indicators/worth.ts";

/** What the entries of one subject come to, for the derived columns that are taken from them. */
export function takenCells(derived: readonly DerivedColumn[], columns: readonly Column[], records: Records): Cells {
  const taken: Cells = {};
  for (const one of derived) {
    if (!("from" in one)) continue;
    const source = takenFrom(one.from, one.key);
    const column = columns.find(({ key }) => key === source);
    const places = (one.type === "flag" ? 0 : placesOf(one)) + powerTo(one, column);
    const { value } = indicate(one.from as OwnIndicator, one.key, places, records);
    taken[one.key] = worth(value, one, column);
  }
  return taken;
}

/** A row with its derived cells: what its subject's entries come to, then the conditions, each on all before it. */
export function withDerived(derived: readonly DerivedColumn[], cells: Cells, taken: Cells): Cells {
  const whole: Cells = { ...cells };
  for (const one of derived) whole[one.key] = "when" in one ? truth(meets(one.when, whole)) : (taken[one.key] ?? null);
  return whole;
}

const truth = (met: boolean | undefined): Cell => met ?? null;
