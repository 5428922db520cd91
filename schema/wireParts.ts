/** Parts that request and response bodies share. */
import * as z from "zod";
import { regionPattern } from "./region.ts";

export const label = z.string().optional().describe("数据标签,如 演示数据");
export const count = z.int().nonnegative();
export const regionCode = z.string().regex(regionPattern).describe("区划代码,12 位");

/** Why something is done, as it is asked for. */
export const reason = z.string().trim().min(1).max(500);

export const who = z.object({ account: z.string().describe("账号"), name: z.string() });
/** When a step was taken, by whom, and why. */
export const taken = { at: z.iso.datetime(), principal: who, reason: z.string().nullable() };

/** The last seal of the audit, which whatever bears it can be checked by; none before the first one. */
export const lastSeal = z.object({ line: z.int().positive(), seal: z.string() }).nullable();
