/** Holds the lines of the audit against their marks and seals: which were removed, altered, moved or inserted. */
import { chainedText, markedText, readSealedText, type SealedLine, sealedText } from "../../../schema/auditText.ts";

/** A seal as it stands in the database. */
export interface KeptSeal {
  line: number;
  said: string;
  seal: string;
}

/**
 * What is not as it was written. removed: the line is gone; altered: it says something else; moved: it stands under
 * another number; inserted: this program did not write it, or not there; sealRemoved, sealAltered: the line stands, its
 * seal does not; otherSeal: a seal that was printed is not the one that stands; unmarked: a push has no line.
 */
export interface Finding {
  kind: "removed" | "altered" | "moved" | "inserted" | "sealRemoved" | "sealAltered" | "otherSeal" | "unaudited";
  /** The number of the line; of the push for `unaudited`. */
  number: number;
  /** What the line said when it was sealed, as far as that can be told. */
  said?: SealedLine | undefined;
  /** What it says now. */
  says?: SealedLine | undefined;
  /** Where it stands now. */
  at?: number;
}

export interface AuditState {
  lines: readonly SealedLine[];
  seals: readonly KeptSeal[];
  /** The highest number that the database has ever given to a line. */
  given: number;
  /** The pushes of which no line tells. */
  unaudited: readonly number[];
  /** A seal that a notice or a print bears. */
  printed?: { line: number; seal: string } | undefined;
}

/**
 * Everything that is not as it was written, by number.
 * @param sign the HMAC of a text under the secret of the audit
 */
export function verifyAudit(state: AuditState, sign: (text: string) => string): Finding[] {
  const lines = new Map(state.lines.map((line) => [line.id, line]));
  const findings = [...chainFindings(state, lines, sign), ...markFindings(state, sign)];
  const sealed = state.seals.reduce((last, { line }) => Math.max(last, line), 0);
  for (let number = sealed + 1; number <= state.given; number++)
    if (!lines.has(number)) findings.push({ kind: "removed", number });
  for (const number of state.unaudited) findings.push({ kind: "unaudited", number });
  const { printed } = state;
  if (printed && state.seals.find(({ line }) => line === printed.line)?.seal !== printed.seal)
    findings.push({ kind: "otherSeal", number: printed.line });
  // What the chain says of a line tells more than its mark does.
  const told = new Set<string>();
  return findings
    .filter(({ kind, number }) => {
      const name = `${kind === "unaudited" || kind === "otherSeal" ? kind : "line"} ${number}`;
      return told.has(name) ? false : told.add(name);
    })
    .sort((a, b) => a.number - b.number);
}

/** A text without the number of its line, by which a line is known again under another one. */
const unnumbered = (line: SealedLine) => sealedText({ ...line, id: 0 });

function chainFindings(
  { seals: kept }: AuditState,
  lines: ReadonlyMap<number, SealedLine>,
  sign: (text: string) => string,
): Finding[] {
  const seals = new Map(kept.map((seal) => [seal.line, seal]));
  const sealed = Math.max(0, ...seals.keys());
  const standsAt = new Map([...lines.values()].map((line) => [unnumbered(line), line.id]));
  const wasSealed = new Set(kept.flatMap(({ said }) => asLine(said)).map(unnumbered));
  const findings: Finding[] = [];
  /** The seals that may have stood before; none where the chain is broken. */
  let previous: string[] | undefined = [""];
  /** Of the line before, where its seal did not fit: the seal as it stands, and the finding. */
  let doubt: { stands: string; finding: Finding } | undefined;
  for (let number = 1; number <= sealed; number++) {
    const [line, seal] = [lines.get(number), seals.get(number)];
    const makes = (said: string) => previous?.map((one) => sign(chainedText(one, said)));
    if (!seal) {
      findings.push(line ? { kind: "sealRemoved", number, says: line } : { kind: "removed", number });
      previous = line && makes(sealedText(line));
      doubt = undefined;
      continue;
    }
    const fits = (said: string) => previous === undefined || makes(said)!.includes(seal.seal);
    const before: string[] | undefined = previous;
    if (fits(seal.said)) {
      if (doubt && before) {
        // The seal before is genuine where this one was made over it; then it was its line that was altered.
        const genuine = sign(chainedText(doubt.stands, seal.said)) === seal.seal;
        if (genuine) doubt.finding.kind = "altered";
      }
      doubt = undefined;
      previous = [seal.seal];
      const said = readSealedText(seal.said);
      const at = said && standsAt.get(unnumbered(said));
      if (!line)
        findings.push(at === undefined ? { kind: "removed", number, said } : { kind: "moved", number, said, at });
      else if (sealedText(line) !== seal.said) findings.push(differing(number, said, line, at));
      continue;
    }
    const finding: Finding = { kind: "sealAltered", number, said: readSealedText(seal.said), says: line };
    findings.push(finding);
    if (line && fits(sealedText(line))) {
      finding.said = line;
      [previous, doubt] = [[seal.seal], undefined];
      continue;
    }
    doubt = { stands: seal.seal, finding };
    const texts = [seal.said, ...(line ? [sealedText(line)] : [])];
    // As it stands, or as it would be over the one before as that stands.
    previous = [seal.seal, ...texts.flatMap((text) => makes(text)?.[0] ?? [])];
  }
  return findings;

  function differing(number: number, said: SealedLine | undefined, says: SealedLine, at: number | undefined): Finding {
    const ofAnother = wasSealed.has(unnumbered(says));
    if (at !== undefined) return { kind: ofAnother ? "moved" : "inserted", number, said, says, at };
    return ofAnother ? { kind: "removed", number, said } : { kind: "altered", number, said, says };
  }
}

const asLine = (said: string): SealedLine[] => {
  const line = readSealedText(said);
  return line ? [line] : [];
};

/** Lines that bear no mark, another one, or the one of another line. The first ones of an old database bear none. */
function markFindings({ lines }: AuditState, sign: (text: string) => string): Finding[] {
  const ordered = [...lines].sort((a, b) => a.id - b.id);
  const first = ordered.find(({ mark }) => mark !== null)?.id ?? Number.POSITIVE_INFINITY;
  const seen = new Set<string>();
  return ordered.flatMap((says): Finding[] => {
    const { id: number, mark } = says;
    if (number < 1) return [{ kind: "inserted", number, says }];
    if (mark === null) return number < first ? [] : [{ kind: "inserted", number, says }];
    if (mark !== sign(markedText(says))) return [{ kind: "altered", number, says }];
    if (seen.has(mark)) return [{ kind: "inserted", number, says }];
    seen.add(mark);
    return [];
  });
}
