/** Derived columns of a ledger: computed from its own entries by the indicator shapes and by conditions, never typed. */
import * as z from "zod";
import { entryCondition } from "./policy/entryCondition.ts";
import { indicator } from "./policy/indicators.ts";
import { column } from "./sheet/definition.ts";

const head = column.pick({ key: true, title: true, width: true, help: true, group: true }).shape;

/** Of an indicator only those shapes make sense that look at one subject's entries of this ledger. */
const own = indicator.refine(
  ({ shape }) => !["latest", "shareOfPeers", "outcomeOf", "outcomeStreak", "spells"].includes(shape),
  {
    error: "只用看本台账记录的形状:sum、countWhere、distinct、ratio、steps、due、coverage、streak",
  },
);

export const derivedColumn = z.union([
  z
    .strictObject({
      ...head,
      type: z.enum(["integer", "decimal", "percent", "money", "flag"]),
      decimals: column.shape.decimals,
      from: own,
    })
    .describe("由该对象本期的记录算出"),
  z
    .strictObject({ ...head, type: z.literal("flag"), when: entryCondition.describe("看本行的列和前面的派生列") })
    .describe("是否符合条件"),
]);
export type DerivedColumn = z.infer<typeof derivedColumn>;
