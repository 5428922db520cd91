/** The demo of any size: what its entries name is on its rosters, so that all of it is taken. */
import { expect, test } from "vitest";
import { makeTallies } from "../../worker/cli/demo/ballots.ts";
import { makeRosters, makeYear } from "../../worker/cli/demo/entries.ts";
import { makePlaces } from "../../worker/cli/demo/places.ts";

test.each([0, 1, 2, 5])(
  "with %i persons a village nobody is judged or commended who is not there",
  (personsPerVillage) => {
    const size = {
      counties: 1,
      townships: 4,
      villages: 120,
      communities: 2,
      householdsPerVillage: 1,
      personsPerVillage,
    };
    const { regions, organizations } = makePlaces(size);
    const listed = new Set(makeRosters(size, regions, organizations).flatMap(({ rows }) => rows.map(({ id }) => id)));
    const named = [makeTallies(organizations, personsPerVillage), ...makeYear(organizations, personsPerVillage)];
    expect(named.flatMap(({ rows }) => rows.map(({ id }) => id)).filter((id) => !listed.has(id))).toEqual([]);
  },
);
