/** The icons of the ribbon, drawn: shapes in a unit square, sampled into PNG of any size. */
import { crc32, deflateSync } from "node:zlib";

/** Whether a point of the unit square, y downwards, is inked. */
type Shape = (x: number, y: number) => boolean;

const rectangle =
  (left: number, top: number, right: number, bottom: number): Shape =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom;

/** Inside by the even-odd rule. */
const polygon =
  (...points: (readonly [number, number])[]): Shape =>
  (x, y) =>
    points.reduce((inside, [ax, ay], i) => {
      const [bx, by] = points[(i + 1) % points.length]!;
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
    }, false);

/** A ring around the middle, open between two angles (in turns, clockwise from the right). */
const ring =
  (inner: number, outer: number, from: number, to: number): Shape =>
  (x, y) => {
    const radius = Math.hypot(x - 0.5, y - 0.5);
    const turn = (Math.atan2(y - 0.5, x - 0.5) / (2 * Math.PI) + 1) % 1;
    return radius >= inner && radius < outer && (turn < from || turn >= to);
  };

const star = polygon(
  ...Array.from({ length: 10 }, (_, i) => {
    const [radius, angle] = [i % 2 === 0 ? 0.5 : 0.2, (i / 10) * 2 * Math.PI - Math.PI / 2];
    return [0.5 + radius * Math.cos(angle), 0.53 + radius * Math.sin(angle)] as const;
  }),
);
const tray = rectangle(0.1, 0.82, 0.9, 0.95);
const row = (top: number): Shape[] => [
  rectangle(0.08, top, 0.24, top + 0.16),
  rectangle(0.34, top + 0.02, 0.94, top + 0.14),
];

type Colour = readonly [red: number, green: number, blue: number];
const gold: Colour = [0xd9, 0x82, 0x00];
/** A blue that can be told from a white ribbon and from a black one. */
const blue: Colour = [0x2b, 0x7c, 0xd3];

const icons: Record<string, { shapes: Shape[]; colour: Colour }> = {
  mark: { shapes: [star], colour: gold },
  pull: {
    shapes: [rectangle(0.42, 0.05, 0.58, 0.5), polygon([0.2, 0.42], [0.8, 0.42], [0.5, 0.75]), tray],
    colour: blue,
  },
  push: {
    shapes: [rectangle(0.42, 0.3, 0.58, 0.75), polygon([0.2, 0.38], [0.8, 0.38], [0.5, 0.05]), tray],
    colour: blue,
  },
  restore: {
    shapes: [ring(0.28, 0.42, 0.38, 0.62), polygon([0.02, 0.42], [0.36, 0.42], [0.19, 0.7])],
    colour: blue,
  },
  recompute: {
    shapes: [ring(0.28, 0.42, 0, 0.18), polygon([0.64, 0.5], [0.99, 0.5], [0.82, 0.78])],
    colour: blue,
  },
  explain: { shapes: [0.1, 0.42, 0.74].flatMap(row), colour: blue },
  open: {
    shapes: [
      ...[rectangle(0.06, 0.12, 0.94, 0.22), rectangle(0.06, 0.78, 0.94, 0.88), rectangle(0.06, 0.12, 0.14, 0.88)],
      rectangle(0.58, 0.12, 0.94, 0.88),
    ],
    colour: blue,
  },
};

/** What Office asks for, and 64 for the list of add-ins. */
const sizes = [16, 32, 64, 80];
/** Samples of a pixel along each side. */
const samples = 4;

/** Every icon in every size, by its name: `pull-32.png`. */
export const iconFiles = (): [name: string, png: Uint8Array][] =>
  Object.entries(icons).flatMap(([name, { shapes, colour }]) =>
    sizes.map((size): [string, Uint8Array] => [`${name}-${size}.png`, png(size, shapes, colour)]),
  );

/** PNG, 8 bits RGBA: https://www.w3.org/TR/png-3/ */
function png(size: number, shapes: readonly Shape[], colour: Colour): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8);
  const lines = Array.from({ length: size }, (_, y) => [
    0,
    ...Array.from({ length: size }, (_, x) => [...colour, inkOf(shapes, size, x, y)]).flat(),
  ]).flat();
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(lines))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** How much of a pixel is inked, 0 to 255. */
function inkOf(shapes: readonly Shape[], size: number, x: number, y: number): number {
  let inked = 0;
  for (let i = 0; i < samples * samples; i++) {
    const [dx, dy] = [(i % samples) + 0.5, Math.floor(i / samples) + 0.5];
    const [px, py] = [(x + dx / samples) / size, (y + dy / samples) / size];
    if (shapes.some((shape) => shape(px, py))) inked++;
  }
  return Math.round((255 * inked) / (samples * samples));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
