/** Opens a zip that a stranger made: what it would unpack to is known and bounded before anything is unpacked. */
import { inflateRawSync } from "node:zlib";

const megabyte = 1024 * 1024;
/** What the files that are read may unpack to, all together: a worker has 128 MB for everything. */
const mostUnpacked = 40 * megabyte;
/** Sheets that offices keep are packed to a tenth or a thirtieth. */
const mostRatio = 200;
const mostFiles = 1000;

/** Why a zip is not read. */
export type ZipFault = "notZip" | "locked" | "bomb" | "tooLarge";

/** The names of a zip's files, and the way to what is in them. */
export interface Opened {
  names: readonly string[];
  /** The contents of those files that are there; or why none of them is read. */
  read(names: readonly string[]): { files: Map<string, Uint8Array> } | { fault: ZipFault };
}

interface Part {
  name: string;
  method: number;
  isLocked: boolean;
  packed: number;
  unpacked: number;
  at: number;
}

/** Reads the directory of a zip (APPNOTE.TXT 4.3.12 and 4.3.16), and nothing else. Zips over 4 GB are none here. */
export function unzip(bytes: Uint8Array): Opened | { fault: ZipFault } {
  const parts = directoryOf(bytes);
  if (!parts) return { fault: "notZip" };
  const byName = new Map(parts.map((part) => [part.name, part]));
  return {
    names: [...byName.keys()],
    read(names) {
      const wanted = names.flatMap((name) => byName.get(name) ?? []);
      if (wanted.some(({ isLocked }) => isLocked)) return { fault: "locked" };
      const unpacked = wanted.reduce((size, part) => size + part.unpacked, 0);
      const packed = wanted.reduce((size, part) => size + part.packed, 0);
      if (unpacked > megabyte && unpacked > mostRatio * packed) return { fault: "bomb" };
      if (unpacked > mostUnpacked) return { fault: "tooLarge" };
      const files = new Map<string, Uint8Array>();
      for (const part of wanted) {
        const found = contentOf(bytes, part);
        if (!found) return { fault: "bomb" };
        files.set(part.name, found);
      }
      return { files };
    },
  };
}

const chunk = 64 * 1024;
const [endSign, directorySign, localSign] = [0x06054b50, 0x02014b50, 0x04034b50];
const longestComment = 65_535;

function directoryOf(bytes: Uint8Array): Part[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  const parts: Part[] = [];
  let at = view.getUint32(end + 16, true);
  if (count > mostFiles) return undefined;
  for (let n = 0; n < count; n++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== directorySign) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    parts.push({
      // Names are compared as Excel and others write them; one begins with a slash now and then.
      name: new TextDecoder()
        .decode(bytes.subarray(at + 46, at + 46 + name))
        .replace(/^\/|\\/g, (sign) => (sign === "\\" ? "/" : "")),
      isLocked: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return parts;
}

function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - longestComment); at--)
    if (view.getUint32(at, true) === endSign) return at;
  return undefined;
}

/** What a file unpacks to; nothing where that is not what the directory says. */
function contentOf(bytes: Uint8Array, { at, packed, unpacked, method }: Part): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== localSign) return undefined;
  const begin = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const text = bytes.subarray(begin, begin + packed);
  if (text.length < packed) return undefined;
  if (method === 0) return packed === unpacked ? text : undefined;
  if (method !== 8) return undefined;
  try {
    // What is more than was said would be noticed, and much more is never made. workerd counts whole chunks.
    const found = inflateRawSync(text, { maxOutputLength: unpacked + chunk });
    return found.length === unpacked ? found : undefined;
  } catch {
    return undefined;
  }
}
