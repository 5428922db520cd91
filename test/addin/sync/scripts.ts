/** Scripts of what a clerk, others and a bad line do, and what must hold after every step of them. */
import fc from "fast-check";
import type { Definition } from "../../../schema/sheet/workbook/layout.ts";
import { actions, Clerk, type Step } from "./clerk.ts";

const number = fc.nat({ max: 5000 });
const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...actions), number, number, number);

/** Plays so many scripts. @param seed always the same ones; new ones every time without it */
export function playScripts(definition: Definition, numRuns: number, seed?: number): void {
  const script = fc.array(step, { minLength: 4, maxLength: 40, size: "max" });
  fc.assert(
    fc.property(fc.nat({ max: 6 }), script, (rows, steps) => {
      const clerk = new Clerk(definition, rows);
      for (const one of steps) clerk.play(one);
      clerk.finish();
    }),
    { numRuns, ...(seed !== undefined && { seed }) },
  );
}
