/** Charts as SVG, told in words too: legible without colour, on a phone, on paper; what can be followed is a link beside it. */

export interface Bar {
  title: string;
  href?: string;
  value: number;
  /** What stands beside the bar where the number alone does not say it. */
  text?: string;
}

/** Bars with their numbers, one below the other. */
export function Bars({ caption, heads, bars }: { caption: string; heads: [string, string]; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th>{heads[0]}</th>
          <th class="number">{heads[1]}</th>
          <td aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {bars.map(({ title, href, value, text }) => (
          <tr>
            <th scope="row">{href ? <a href={href}>{title}</a> : title}</th>
            <td class="number">{text ?? value}</td>
            <td aria-hidden="true">
              <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={round((value / most) * 100)} height="8" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface Mark {
  value: number;
  /** Marks of the upper kind are full, the others hollow. */
  full: boolean;
}
export interface Cut {
  at: number;
  title: string;
}

const [width, height, floor] = [360, 120, 100];

/**
 * How many stand where along a scale, with the cuts that part them and the band in which somebody is near one.
 * @param band so far from a cut is near it, in units of the scale; @param step the width of a column
 */
export function Strip({
  title,
  marks,
  cuts,
  band,
  step,
}: {
  title: string;
  marks: readonly Mark[];
  cuts: readonly Cut[];
  band: number;
  step: number;
}) {
  const values = [...marks.map(({ value }) => value), ...cuts.map(({ at }) => at)];
  const [least, most] = [
    Math.floor(Math.min(...values) / step) * step,
    (Math.floor(Math.max(...values) / step) + 1) * step,
  ];
  const x = (value: number) => round(10 + ((value - least) / (most - least)) * (width - 20));
  const columns = [...Map.groupBy(marks, ({ value }) => Math.floor(value / step) * step)];
  const tallest = Math.max(1, ...columns.map(([, of]) => of.length));
  const tall = (count: number) => round((count / tallest) * (floor - 25));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <defs>
        <pattern id="near" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V5" class="hatch" />
        </pattern>
      </defs>
      {cuts.map(({ at }) => (
        <rect
          x={x(Math.max(least, at - band))}
          y="18"
          width={round(x(Math.min(most, at + band)) - x(Math.max(least, at - band)))}
          height={floor - 18}
          fill="url(#near)"
        />
      ))}
      {columns.map(([from, of]) => {
        const full = of.filter((one) => one.full).length;
        const wide = Math.max(1, round(x(from + step) - x(from) - 0.5));
        return (
          <>
            <rect class="column" x={x(from)} y={floor - tall(of.length)} width={wide} height={tall(of.length)} />
            <rect class="column full" x={x(from)} y={floor - tall(full)} width={wide} height={tall(full)} />
          </>
        );
      })}
      <path class="axis" d={`M5 ${floor}H${width - 5}`} />
      {cuts.map(({ at, title: name }, i) => (
        <>
          <path class="cut" d={`M${x(at)} 14V${floor + 4}`} />
          <text x={x(at)} y={i % 2 === 0 ? 11 : 11} text-anchor="middle">
            {name}
          </text>
        </>
      ))}
      <text x="5" y={floor + 15}>
        {least}
      </text>
      <text x={width - 5} y={floor + 15} text-anchor="end">
        {most}
      </text>
    </svg>
  );
}

export interface Point {
  title: string;
  value: number;
  text: string;
}

/** How a number went from period to period. */
export function Course({ title, points }: { title: string; points: readonly Point[] }) {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (i: number) => (points.length === 1 ? width / 2 : round(40 + (i / (points.length - 1)) * (width - 80)));
  const y = (value: number) => round(most === least ? 60 : 85 - ((value - least) / (most - least)) * 55);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <path class="course" d={points.map(({ value }, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(value)}`).join("")} />
      {points.map(({ title: name, value, text }, i) => (
        <>
          <circle cx={x(i)} cy={y(value)} r="4" />
          <text x={x(i)} y={y(value) - 9} text-anchor="middle">
            {text}
          </text>
          <text x={x(i)} y={height - 4} text-anchor="middle">
            {name}
          </text>
        </>
      ))}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
