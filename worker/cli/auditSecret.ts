/** The secret of the audit on this machine: `.dev.vars`, which wrangler reads, and which is not in the repository. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./root.ts";

const file = `${root}/.dev.vars`;
const readVars = () => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** The secret of this machine, if it has one. */
export const auditSecret = (): string | undefined => /^AUDIT_SECRET="?([^"\n]+)"?$/m.exec(readVars())?.[1];

/** Makes a secret where there is none yet; the other lines of the file stay. */
export function keepAuditSecret() {
  if (auditSecret() !== undefined) return;
  const rest = readVars();
  const line = `AUDIT_SECRET="${randomBytes(32).toString("hex")}"\n`;
  writeFileSync(file, rest === "" || rest.endsWith("\n") ? rest + line : `${rest}\n${line}`, { mode: 0o600 });
}
