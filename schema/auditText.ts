/** The lines of the audit as the texts over which marks and seals are made. They are never made otherwise again. */

/** What a line says of itself, as it is written. */
export interface MarkedLine {
  at: string;
  principal: string;
  action: string;
  target: string;
  requestId: string;
  detail: string | null;
  credential: string | null;
  address: string | null;
}

/** A line with all of its columns. */
export interface SealedLine extends MarkedLine {
  id: number;
  regionCode: string | null;
  push: number | null;
  mark: string | null;
}

/** What the mark of a line covers: all that is known before the database gives it its number. */
export const markedText = (line: MarkedLine): string =>
  JSON.stringify([
    ...["line-1", line.at, line.principal, line.action, line.target, line.requestId],
    ...[line.detail, line.credential, line.address],
  ]);

/** All columns of a line, as its seal covers them. */
export const sealedText = (line: SealedLine): string =>
  JSON.stringify([
    ...["seal-1", line.id, line.at, line.principal, line.action, line.target, line.regionCode, line.push],
    ...[line.requestId, line.detail, line.credential, line.address, line.mark],
  ]);

/** The columns of a line from its text; none where it is no such text. */
export function readSealedText(text: string): SealedLine | undefined {
  try {
    const [form, id, at, principal, action, target, regionCode, push, requestId, detail, credential, address, mark] =
      JSON.parse(text);
    const line = { id, at, principal, action, target, regionCode, push, requestId, detail, credential, address, mark };
    return form === "seal-1" ? line : undefined;
  } catch {
    return undefined;
  }
}

/** The text over which a seal is made: the one before it (empty for the first), then the line. */
export const chainedText = (previous: string, said: string): string => `${previous}\n${said}`;
