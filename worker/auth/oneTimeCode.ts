/** One-time codes, to be read out or typed from paper: no sign that looks like another, small or capital alike. */
import { randomBytes } from "node:crypto";

const signs = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

/** A new code of 100 random bits, as `ABCDE-FGHJK-MNPQR-STVWX`. */
export const newCode = () =>
  [...randomBytes(20)].map((byte, i) => `${i > 0 && i % 5 === 0 ? "-" : ""}${signs[byte % 32]}`).join("");

/** A code as it is hashed: what was typed, without what people put between. */
export const plainCode = (typed: string) =>
  typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
