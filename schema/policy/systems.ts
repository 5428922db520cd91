/** Which of the tasks that an office knows by number (A1 星级评定 … E10 督查) a document serves. */
import * as z from "zod";

export const systemCode = z.string().regex(/^[A-E][1-9]\d?$/);
export const systems = z
  .array(systemCode)
  .min(1)
  .refine((list) => new Set(list).size === list.length, { error: "同一编号只写一次" })
  .optional()
  .describe("属于哪几项工作,写编号:A 评定、B 评议、C 倒排、D 资金、E 台账,如 A4");
