/** The response body of archives. */
import * as z from "zod";
import { archiveIndex } from "./archive.ts";

/** An archive as it is told of. */
export const archiveHead = z
  .object({
    round: z.string(),
    bytes: z.int().positive().describe("归档文件的大小"),
    sha256: z.string().describe("归档文件的 SHA-256"),
    contents: archiveIndex,
  })
  .meta({ id: "Archive" });
