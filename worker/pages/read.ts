/** What several pages read of the API, and the words for it. */
import type * as z from "zod";
import { type Permission, scopeOfGrants } from "../../schema/roles.ts";
import type { policyList, round, roundList, sheetRows } from "../../schema/wire.ts";
import { ask, type PageContext } from "./ask.ts";

export type Body<T extends z.ZodType> = z.infer<T>;
export type RoundHead = Body<typeof roundList>["rounds"][number];
export type Policies = Map<string, Body<typeof policyList>["policies"][number]>;

/** Whether whoever looks may do something anywhere: what nobody may is not offered. The API decides where. */
export const may = (c: PageContext, permission: Permission): boolean =>
  scopeOfGrants(c.get("me")?.grants ?? [], permission).length > 0;

export async function readPolicies(c: PageContext): Promise<Policies> {
  const { policies } = await ask<Body<typeof policyList>>(c, "/v1/policies");
  return new Map(policies.map((one) => [one.id, one]));
}

export const readRounds = async (c: PageContext): Promise<RoundHead[]> =>
  (await ask<Body<typeof roundList>>(c, "/v1/rounds")).rounds;

/** The names of the regions that whoever looks sees, by code. */
export async function readRegions(c: PageContext): Promise<Map<string, string>> {
  const { definition, rows } = await ask<Body<typeof sheetRows>>(c, "/v1/sheets/regions");
  const at = definition.columns.findIndex(({ key }) => key === "name");
  return new Map(rows.map(({ id, cells }) => [id, String(cells[at] ?? id)]));
}

/** A round in words. */
export const roundTitle = ({ policyId, period }: Pick<Body<typeof round>, "policyId" | "period">, policies: Policies) =>
  `${policies.get(policyId)?.title ?? policyId} ${period}`;
