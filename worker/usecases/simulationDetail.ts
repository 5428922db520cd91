/** What the audit line keeps of a simulation: version, values, which inputs of whom; long lists are cut and counted. */
import type { Simulation } from "../../schema/moves.ts";

/** So many characters at most, whatever was asked; a Chinese one takes three bytes. */
const most = 2600;

/** The detail as JSON, of some 8 KB at most. */
export function detailOf({ version, values = [], inputs = [] }: Simulation): string {
  const asked = inputs.map(({ subjectId, inputs: given }) => ({ subjectId, inputs: Object.keys(given) }));
  const half = most / 2;
  return JSON.stringify({
    ...(version !== undefined && { version }),
    ...(values.length > 0 && fitting("values", values, half, ({ name }) => ({ name, value: "(太长,略)" }))),
    ...(asked.length > 0 && fitting("inputs", asked, half, ({ subjectId }) => ({ subjectId, inputs: [] }))),
  });
}

/** As much of a list as fits, and how many more there are; an item that is too long by itself is told in short. */
function fitting<T>(name: string, list: readonly T[], room: number, short: (one: T) => unknown) {
  const kept: unknown[] = [];
  let used = 0;
  for (const one of list) {
    const part = JSON.stringify(one).length > room ? short(one) : one;
    used += JSON.stringify(part).length;
    if (used > room) break;
    kept.push(part);
  }
  const more = list.length - kept.length;
  return { [name]: kept, ...(more > 0 && { [`${name}More`]: more }) };
}
