/** The demo's ballots of one year: every fourth village has voted; a few tallies are blank, small or do not add up. */
import type { Cells } from "../../../schema/sheet/definition.ts";
import { type DemoPush, memberCode, membersPerVillage, random, teamCode } from "./entries.ts";
import type { Organization } from "./places.ts";

/** How many voters a group has at least and at most. */
const groups = [
  { code: "masses", least: 40, most: 120 },
  { code: "members", least: 15, most: 60 },
  { code: "organization", least: 4, most: 12 },
] as const;

/** The tallies of 2014 for the team and the members of the villages that have voted; of members no more than there are persons. */
export function makeTallies(organizations: Organization[], personsPerVillage: number): DemoPush {
  const next = random(20141215);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const group = (code: string, least: number, most: number): Cells => {
    const entitled = between(least, most);
    const present = between(Math.ceil(entitled * 0.7), entitled);
    const returned = between(Math.ceil(present * 0.9), present);
    const invalid = between(0, Math.floor(returned * 0.05));
    const abstained = between(0, Math.floor(returned * 0.05));
    const valid = returned - invalid - abstained;
    const excellent = Math.floor(valid * (0.2 + next() * 0.7));
    const competent = Math.floor((valid - excellent) * (0.4 + next() * 0.6));
    const basic = Math.floor((valid - excellent - competent) * next());
    const incompetent = valid - excellent - competent - basic;
    const counts = { entitled, present, issued: present, returned, invalid, abstained };
    const cells = { ...counts, excellent, competent, basic, incompetent };
    return Object.fromEntries(Object.entries(cells).map(([field, value]) => [`${code}.${field}`, value]));
  };
  const members = Math.min(membersPerVillage, personsPerVillage);
  const voted = organizations.filter((_, i) => i % 4 === 0);
  const rows = voted.flatMap(({ code }) =>
    [teamCode(code), ...Array.from({ length: members }, (_, seat) => memberCode(code, seat))].map((id) => ({
      id,
      cells: Object.assign({}, ...groups.map(({ code, least, most }) => group(code, least, most))) as Cells,
    })),
  );
  rows.forEach(({ cells }, i) => {
    // Five fewer came back than were marked; or the members have not voted yet.
    if (i % 97 === 5) cells["masses.returned"] = Number(cells["masses.returned"]) - 5;
    if (i % 61 === 7) for (const key of Object.keys(cells)) if (key.startsWith("members.")) delete cells[key];
  });
  return { sheet: "tallies.xinhui-three-ballots", period: "2014", rows };
}
