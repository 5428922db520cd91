/** A long list as a JSON answer that is sent while it is put together; the platform compresses it where the caller takes that. */
import type { Context } from "hono";
import type { AppEnv } from "../../env.ts";

/** So many items are put together at a time. */
const items = 1000;

/** Answers `head`, the items parted by commas, and `rest`. All of it is known before the first byte is sent. */
export function jsonStream(c: Context<AppEnv>, head: string, list: readonly string[], rest: string) {
  const encoder = new TextEncoder();
  let at = 0;
  const body = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const part = list.slice(at, at + items).join(",");
      const text = `${at === 0 ? head : ","}${part}${at + items >= list.length ? rest : ""}`;
      at += items;
      controller.enqueue(encoder.encode(text));
      if (at >= list.length) controller.close();
    },
  });
  return c.body(body, 200, { "content-type": "application/json" }) as never;
}
