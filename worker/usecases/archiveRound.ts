/** Archives a final round (归档): one file with all that it was judged by and what came of it, kept for good. */
import { type ArchiveContents, archiveFormat } from "../../schema/archive.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import { archiveWords } from "../core/archiveWords.ts";
import { packer } from "../files/zip.ts";
import { sha256 } from "../hash.ts";
import { Refusal, refuse } from "../refusal.ts";
import { type Archive, archiveStatements, findArchive } from "../store/archives.ts";
import { auditStatement, latestSeal } from "../store/audit.ts";
import { commit, type Database } from "../store/database.ts";
import { evidenceHashes } from "../store/evidence.ts";
import { nothingMoreIn, roundStepStatements } from "../store/roundSteps.ts";
import { findRun, type Round, type Run } from "../store/rounds.ts";
import { labelOf } from "../store/settings.ts";
import { archivedFiles, evidenceFolder } from "./archivedFiles.ts";
import { hashOfAll } from "./evidence.ts";
import { policyOfRound } from "./judgeRound.ts";
import { once } from "./once.ts";
import { paymentTasks } from "./readyToShow.ts";
import { requireRound, requireWholeRound, wrongState } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * Makes the archive of a round, in the batch that archives it.
 * @param by the name of who archives it
 * @throws Refusal roundState unless the round is final; notReady while payments wait; evidenceBroken when what was kept
 *   at finalising is not there as it was
 */
export function archiveRound(work: Work, scope: RegionScope, id: string, by: string): Promise<Archive> {
  return once(work, undefined, ["roundMoved", "roundStep.", "archive."], async () => {
    const { db } = work;
    const holds = await nothingMoreIn(db, id);
    const round = await requireWholeRound(db, scope, id);
    if (round.state !== "final" || round.finalRun === null) throw wrongState(round.state, "归档", ["final"]);
    const waiting = await paymentTasks(work, round);
    if (waiting.length > 0) throw new Refusal("notReady", waiting);
    const run = (await findRun(db, everywhere, id, round.finalRun))!;
    const hashes = await evidenceHashes(db, everywhere, id, run.id);
    if ((await hashOfAll(hashes)) !== round.evidenceHash) throw refuse("evidenceBroken", "/round", "evidenceBroken");
    const kept = new Map(hashes.map(({ subjectId, hash }) => [subjectId, hash]));
    const { file, contents } = await fileOf(work, round, run, by, kept);
    const { regionCode } = round;
    const archive = { round: id, regionCode, hash: await sha256(file), bytes: file.length, contents };
    await commit(db, [
      ...roundStepStatements(
        db,
        scope,
        round,
        run.id,
        {
          ...{ action: "archive", state: "archived", reason: null, principal: work.principal.id, at: work.now },
          detail: { sha256: archive.hash, bytes: archive.bytes, files: contents.files.length },
        },
        holds,
      ),
      ...archiveStatements(db, scope, archive, file),
      auditStatement(work, {
        ...{ action: "round.archive", target: id, regionCode },
        detail: JSON.stringify({ sha256: archive.hash, bytes: archive.bytes }),
      }),
    ]);
    return archive;
  });
}

/** The file and its index. @param evidence the hash of each subject's evidence, as it was kept */
async function fileOf(work: Work, round: Round, run: Run, by: string, evidence: ReadonlyMap<string, string>) {
  const { db, now } = work;
  const policy = await policyOfRound(work, round, run.policyVersion);
  const [seal, label] = await Promise.all([latestSeal(db), labelOf(db)]);
  const { id, version, hash, document } = policy;
  const about: Omit<ArchiveContents, "files"> = {
    ...{ format: archiveFormat, round: round.id, period: round.period, regionCode: round.regionCode },
    policy: { id, version, hash, title: document.title },
    run: { id: run.id, push: run.push, engine: run.engine, at: run.at },
    ...{ finalAt: round.finalAt!, finalBy: round.finalByName ?? round.finalBy! },
    evidenceHash: round.evidenceHash!,
    seal: seal ?? null,
    ...{ archivedAt: now, archivedBy: by },
    ...(label !== undefined && { label }),
  };
  const files: ArchiveContents["files"] = [];
  const zip = packer(now);
  const encoder = new TextEncoder();
  const add = async (path: string, title: string, text: string, ballots = false) => {
    const bytes = encoder.encode(text);
    const file = { path, title, bytes: bytes.length, sha256: await sha256(bytes) };
    files.push({ ...file, ...(ballots && { ballots }) });
    zip.add(path, bytes);
  };
  await add("说明.txt", "说明", `\uFEFF${archiveWords(about)}`);
  for await (const { path, title, text, evidenceOf, ballots } of archivedFiles(work, round, run, policy)) {
    await add(path, title, text, ballots);
    if (evidenceOf !== undefined && evidence.get(evidenceOf) !== files.at(-1)!.sha256)
      throw refuse("evidenceBroken", "/round", "evidenceBroken");
  }
  const contents: ArchiveContents = { ...about, nonce: nonceOf(), files };
  zip.add("index.json", encoder.encode(`${JSON.stringify(contents, null, 2)}\n`));
  // Whoever is outside a subject's region does not learn of it; and one value does not hold the names of many subjects.
  const told = files.filter(({ path }) => !path.startsWith(evidenceFolder));
  return { file: zip.end(), contents: { ...contents, files: told } };
}

/** A random text of random length: neither hash nor size of a file that holds it tells what else it holds. */
function nonceOf(): string {
  const [more] = crypto.getRandomValues(new Uint8Array(1));
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16 + (more! % 64)))).toString("hex");
}

/** @throws Refusal notFound for a round out of reach, and one that is not archived */
export async function requireArchive(db: Database, scope: RegionScope, id: string): Promise<Archive> {
  const round = await requireRound(db, scope, id);
  const archive = await findArchive(db, scope, round.id);
  if (!archive) throw refuse("notFound", "/round", "unknown", { what: "archive", value: id });
  return archive;
}
