/** Reads the library of policies and registers from `schema/`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { policy } from "../../schema/policy/policy.ts";
import { register } from "../../schema/register.ts";

function read<T extends z.ZodType>(folder: string, schema: T): z.infer<T>[] {
  const place = join(import.meta.dirname, "../../schema", folder);
  return readdirSync(place)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const document = JSON.parse(readFileSync(join(place, name), "utf8"));
      schema.parse(document);
      return document;
    });
}

/** Every policy and register document of the library. */
export const readLibrary = () => ({ policies: read("policies", policy), registers: read("registers", register) });
