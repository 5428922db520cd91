/** Packs files into one .zip, one after another: only the packed ones fit into memory together. */
import { deflateRawSync } from "node:zlib";
import { Zip, ZipPassThrough } from "fflate";

/** The names, sizes and times of a zip's files; a time is in ISO. */
export interface Packer {
  add(path: string, text: Uint8Array): void;
  /** Ends the file. */
  end(): Uint8Array;
}

/** One file of a zip, deflated by the runtime: the packer's own would be a part of every worker. */
class Deflated extends ZipPassThrough {
  constructor(path: string) {
    super(path);
    // APPNOTE.TXT 4.4.5: method 8.
    this.compression = 8;
  }

  protected override process(text: Uint8Array, isLast: boolean) {
    this.ondata(null, deflateRawSync(text), isLast);
  }
}

/** @param at the time that all files bear, in ISO */
export const packer = (at: string): Packer => zipOf((path) => Object.assign(new Deflated(path), { mtime: at }));

/** A zip whose files are not packed: to be read again at once. */
export const storer = (): Packer => zipOf((path) => new ZipPassThrough(path));

function zipOf(fileOf: (path: string) => ZipPassThrough): Packer {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  return {
    add(path, text) {
      const file = fileOf(path);
      zip.add(file);
      file.push(text, true);
    },
    end() {
      zip.end();
      const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
      let place = 0;
      for (const chunk of chunks) {
        whole.set(chunk, place);
        place += chunk.length;
      }
      return whole;
    },
  };
}
