/** An archive as it is told of: what would let ballots be guessed, only to who may read them. */
import type { Context } from "hono";
import type { ArchiveContents } from "../../../schema/archive.ts";
import { covers } from "../../../schema/region.ts";
import { scopeOf } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import type { Archive } from "../../store/archives.ts";

/** The archive as the caller may know it. */
export function presentArchive(c: Context<AppEnv>, { round, regionCode, bytes, hash, contents }: Archive) {
  const isOpen = covers(scopeOf(c.get("principal"), "archive:read"), regionCode);
  return { round, bytes, sha256: hash, contents: isOpen ? contents : withoutBallots(contents) };
}

/** A short secret is found by hashing every text that it could be: of files with ballots the hash is not told. */
function withoutBallots({ nonce: _, files, ...contents }: ArchiveContents): ArchiveContents {
  const told = ({ path, title, ballots, ...more }: ArchiveContents["files"][number]) =>
    ballots ? { path, title, ballots } : { path, title, ...more };
  return { ...contents, files: files.map(told) };
}
