/** What is alike for everybody, made once when the program is built: the language of policies as page and as schema, the API, the handbook. */
import { html } from "hono/html";
import * as z from "zod";
import { type Policy, policy } from "../../schema/policy/policy.ts";
import { page, type Shown } from "../pages/frame.tsx";
import { api, type OpenApi } from "./api.tsx";
import { handbook } from "./handbook.tsx";
import { language } from "./language.tsx";

/** The files by their paths below dist/site. */
export async function sitePages(policies: readonly Policy[], openApi: OpenApi): Promise<Record<string, string>> {
  const shown: Record<string, Shown> = {
    "language.html": language(policies),
    "api.html": api(openApi),
    "handbook.html": handbook(),
  };
  const made = Object.entries(shown).map(async ([path, one]) => [
    path,
    String(await html`<!doctype html>${page(one)}`),
  ]);
  const schema = JSON.stringify(z.toJSONSchema(policy, { io: "input" }));
  return { ...Object.fromEntries(await Promise.all(made)), "policy.schema.json": schema };
}
