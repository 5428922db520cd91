/** Successors (沿革): by which map a period is judged, and what villages that were merged, split or renamed take over. */
import * as z from "zod";
import { basis, basisError, hasBasis } from "./basis.ts";

export const successors = z
  .strictObject({
    asOf: z
      .enum(["start", "end"])
      .describe("期中有合并、分设、撤销的,按期初的建制评(本期仍评原组织),或按期末的建制评(本期就评承继的)"),
    inherits: z
      .strictObject({
        what: z.enum(["last", "all"]).describe("last 只承接最近一期的结果;all 承接以往各期,连续几期接着算"),
        several: z.enum(["highest", "lowest"]).describe("同一期有几个原组织的结果:取最好的,或最差的"),
      })
      .optional()
      .describe(
        "承接原组织以往的结果;自己那一期有的用自己的,但原组织之一保留的,同并入的一起比。不写则不承接,按首次参评;只是换了编码的更名,总是全部承接",
      ),
    records: z
      .enum(["own", "withPredecessors"])
      .optional()
      .describe(
        "原组织本期在变动之日以前的台账:不计,或计入承继的(分给几个的不计,以免重复);不写为不计。只是换了编码的更名,总是计入",
      ),
    ...basis,
  })
  .refine(hasBasis, basisError);
export type Successors = z.infer<typeof successors>;
