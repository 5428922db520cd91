/** Where this program stands on the machine. */
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
