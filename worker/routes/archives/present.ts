/** An archive as it is told of. */
import type { Archive } from "../../store/archives.ts";

export const presentArchive = ({ round, bytes, hash, contents }: Archive) => ({ round, bytes, sha256: hash, contents });
