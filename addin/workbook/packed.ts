/** Texts as they are kept: long ones packed, so that the snapshot of 10,000 rows takes a fifth of the requests. */

/** Shorter ones gain nothing. */
const longPlain = 4_000;
const signs = { packed: "deflate ", plain: "plain " };

/** What is kept for a text; also where a browser packs nothing (Safari before 16.4) it can be read again. */
export async function packed(text: string): Promise<string> {
  if (text.length > longPlain && typeof CompressionStream !== "undefined")
    return signs.packed + base64(await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text)));
  return Object.values(signs).some((sign) => text.startsWith(sign)) ? signs.plain + text : text;
}

/** The text for which something was kept. @throws where that is broken */
export async function unpacked(kept: string): Promise<string> {
  if (kept.startsWith(signs.plain)) return kept.slice(signs.plain.length);
  if (!kept.startsWith(signs.packed)) return kept;
  const bytes = Uint8Array.from(atob(kept.slice(signs.packed.length)), (sign) => sign.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(
    await new Response(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream)).arrayBuffer(),
  );
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // A call takes no more arguments.
  for (let at = 0; at < bytes.length; at += 30_000) text += String.fromCharCode(...bytes.subarray(at, at + 30_000));
  return btoa(text);
}
