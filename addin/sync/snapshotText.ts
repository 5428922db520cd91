/** A snapshot as a text to be kept in the workbook, and the way back. A broken text is told of and never guessed at. */
import { hashOf } from "../../schema/sheet/workbook/hash.ts";
import type { Part, RefusedRow, Snapshot, SnapshotRow } from "../../schema/sheet/workbook/snapshot.ts";

const format = "xingping-1";

/** Why a text is no snapshot. */
export interface BrokenSnapshot {
  code: "broken" | "otherFormat";
  message: string;
  fix: string;
}

type KeptRow = [
  id: string,
  version: number,
  cells: SnapshotRow["cells"],
  more?: Omit<SnapshotRow, "version" | "cells">,
];

/** Writes a snapshot: its format and a check sum, then one line of JSON. */
export function snapshotText({ rows, refused, aliases, ...rest }: Snapshot): string {
  const kept = [...rows].map(([id, { version, cells, ...more }]): KeptRow => {
    return Object.keys(more).length > 0 ? [id, version, cells, more] : [id, version, cells];
  });
  const json = JSON.stringify({ ...rest, refused: [...refused], aliases: [...aliases], rows: kept });
  return `${format} ${hashOf(json)}\n${json}`;
}

/** Reads what `snapshotText` has written. */
export function readSnapshot(text: string): { snapshot: Snapshot } | { broken: BrokenSnapshot } {
  const end = text.indexOf("\n");
  const [written, sum] = text.slice(0, Math.max(end, 0)).split(" ");
  const json = text.slice(end + 1);
  if (written !== format && /^xingping-\d+$/.test(written ?? "")) return { broken: otherFormat };
  if (written !== format || sum !== hashOf(json)) return { broken };
  try {
    const { rows, refused, aliases, ...rest } = JSON.parse(json) as Kept;
    const read = rows.map(([id, version, cells, more]): [string, SnapshotRow] => [id, { version, cells, ...more }]);
    return { snapshot: { ...rest, rows: new Map(read), refused: new Map(refused), aliases: new Map(aliases) } };
  } catch {
    return { broken };
  }
}

interface Kept extends Omit<Snapshot, "rows" | "refused" | "aliases" | "sent"> {
  rows: KeptRow[];
  refused: [string, RefusedRow][];
  aliases: [string, string][];
  sent: Part[];
}

const broken: BrokenSnapshot = {
  code: "broken",
  message: "工作簿中保存的取数记录不完整,分不清哪些格改过",
  fix: "表中内容未动。另存一份,重新取数,再把改过的内容填上",
};
const otherFormat: BrokenSnapshot = {
  code: "otherFormat",
  message: "取数记录是另一版插件写的,这一版读不了",
  fix: "用写它的那一版插件提交,或另存一份后重新取数",
};
