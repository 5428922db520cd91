/** What is carried from a round into the next period (结转): the policy, who is judged, open cases, what is left of a fund. */
import * as z from "zod";
import { difference } from "./moves.ts";
import { round } from "./wire.ts";
import { label } from "./wireParts.ts";

const fen = z.int();

export const carriedForward = z
  .object({
    round: round.describe("下一期的批次,为草稿"),
    policy: z.object({
      version: z.int().positive().describe("现行的版本;开启草稿时用那时现行的一版"),
      draft: z.int().positive().nullable().describe("因结转起草的版本,由另一人启用;null 为不必改"),
      differences: z.array(difference).describe("下一期与本期不同的参数值,按现行的版本"),
    }),
    subjects: z.object({
      judged: z.int().describe("下一期评价的对象,按现在的名册和区划"),
      before: z.int().describe("本期有结果的对象"),
    }),
    cases: z
      .object({
        open: z.int().describe("还在整顿的,继续跟踪"),
        closed: z.int().describe("已销号的,下一期再上名单算反弹"),
      })
      .nullable()
      .describe("集中整顿;办法不是后进倒排的为 null"),
    fund: z
      .object({
        code: z.string(),
        title: z.string(),
        leftFen: fen.describe("本期结余:预算加上年结转,减应付、已批准、已发放中最多的,以后补发的不算两次"),
        carryOverFen: fen.describe("现行办法中下一期的结转"),
      })
      .nullable()
      .describe("专项资金;办法没有的为 null"),
    label,
  })
  .meta({ id: "CarriedForward" });
export type CarriedForward = z.infer<typeof carriedForward>;
