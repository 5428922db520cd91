/** checklist: items that are there, each for its points or all together for all. Items are counted, never named by a number. */
import type { ChecklistNode } from "../../../schema/policy/points.ts";
import { block } from "../blocks.ts";
import { fractionOf } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";

/** Prepares a `checklist` node that stands at `place` of its policy. An unknown item counts as not there; all unknown is missing. */
export function prepareChecklist(node: ChecklistNode, place: string, compiling: Compiling) {
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!points) return undefined;
  const all = node.items.length;
  const most = node.rule === "each" ? points.value * all : points.value;
  return leaf(node, compiling, {
    inputs: node.items.map(({ input }) => input),
    parameters: [points],
    denominator: fractionOf(points.value).d,
    most,
    fill(scale) {
      const full = Math.round(points.value * scale);
      const worth = (present: number) => (node.rule === "each" ? present * full : present === all ? full : 0);
      const byPresent = Float64Array.from({ length: all + 1 }, (_, present) => worth(present));
      const counts = new Int32Array(block);
      const none = new Uint8Array(block);
      const inputs = node.items.map(({ input }) => input);
      return (out, { bytes }, from, count) => {
        counts.fill(0, 0, count);
        const of = (i: number) => (i < all ? bytes.get(inputs[i]!)!.subarray(from, from + count) : none);
        for (let i = 0; i < all; i += 4) countFour(counts, of(i), of(i + 1), of(i + 2), of(i + 3), count);
        fillByCounts(out, counts, byPresent, all, count);
      };
    },
    text(_, facts, row) {
      const lacking = node.items.filter(({ input }) => facts.bytes.get(input)![row] !== 1).map(({ title }) => title);
      const gap = lacking.length > 0 ? `,缺${lacking.join("、")}` : "";
      return `${all}项具备${all - lacking.length}项${gap},${node.rule === "each" ? `每项${points.value}` : "全部具备才计"}`;
    },
  });
}

/** Counts the items that are there in the lower 16 bits, those not known in the upper ones; four at a time. */
function countFour(counts: Int32Array, a: Uint8Array, b: Uint8Array, c: Uint8Array, d: Uint8Array, count: number) {
  for (let i = 0; i < count; i++) {
    const w = a[i]!;
    const x = b[i]!;
    const y = c[i]!;
    const z = d[i]!;
    counts[i]! += (w & 1) + (x & 1) + (y & 1) + (z & 1) + (((w >> 1) + (x >> 1) + (y >> 1) + (z >> 1)) << 16);
  }
}

function fillByCounts(out: Float64Array, counts: Int32Array, worth: Float64Array, all: number, count: number) {
  for (let i = 0; i < count; i++) out[i] = counts[i]! >> 16 === all ? Number.NaN : worth[counts[i]! & 0xffff]!;
}
