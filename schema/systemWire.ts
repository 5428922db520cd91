/** What is told of the tasks of an office: which documents serve each, what they rest on, what in them is assumed. */
import * as z from "zod";
import { systemCode } from "./policy/systems.ts";
import { label, who } from "./wireParts.ts";

const named = z.object({ id: z.string(), title: z.string() });

const system = z.object({
  id: systemCode.describe("编号,如 A1"),
  title: z.string(),
  group: z.string().describe("评定、评议、倒排、资金、台账"),
  documents: z.array(z.string()).describe("所据的文件"),
  sheets: z.array(named).describe("用到的表"),
  policies: z.array(named).describe("现行办法"),
  quote: z.string().nullable().describe("主要依据的原文"),
  assumed: z
    .array(
      z.object({
        document: z.string().describe("办法或台账的代码"),
        pointer: z.string().describe("在其中的位置"),
        why: z.string().describe("没有文件依据的理由"),
        confirmedBy: who.nullable().describe("启用这一版办法的人;随资料库来的为空"),
        confirmedAt: z.iso.datetime().nullable(),
      }),
    )
    .describe("还是假设的数和规则"),
});

export const systemList = z.object({ systems: z.array(system), label });
export type System = z.infer<typeof system>;
