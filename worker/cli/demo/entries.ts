/** The demo's entries: rosters, two half-years of indicators, a year of ballots; a few missing or wrong on purpose. Deterministic. */
import { checkDigitOf } from "../../../schema/sheet/cells/idNumber.ts";
import type { Cells } from "../../../schema/sheet/definition.ts";
import type { DemoSize, Organization, Place } from "./places.ts";

/** One push of the demo: a sheet, a period, rows by key. */
export interface DemoPush {
  sheet: string;
  period: string;
  rows: { id: string; cells: Cells }[];
}

const pad = (value: number, length: number) => String(value).padStart(length, "0");

/** mulberry32: uniform numbers in [0, 1) from a seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

const posts = ["secretary", "director", "deputy", "clerk", "member"];

/** Two members of each village stand for its committees. */
export const membersPerVillage = 2;
export const teamCode = (organization: string) => `B${organization}`;
/** The persons are numbered from one, village by village. */
export const personCode = (index: number) => `G${pad(index + 1, 6)}`;
export const memberCode = (organization: string, seat: number) => `C${organization}-${seat + 1}`;

/** Numbers that nobody has: there is no place 9901, and no bank whose accounts begin with it. */
function numbersOf(organization: string, index: number): Cells {
  const born = new Date(Date.UTC(1955, 0, 1 + index)).toISOString().slice(0, 10).replaceAll("-", "");
  const digits = `${organization.slice(0, 6)}${born}${pad(index % 1000, 3)}`;
  return { idNumber: digits + checkDigitOf(digits), bankAccount: `990100${pad(index + 1, 13)}` };
}

/** Rosters: what is judged, who serves, where they meet. */
export function makeRosters(size: DemoSize, regions: Place[], organizations: Organization[]): DemoPush[] {
  const next = random(20120101);
  const roster = (sheet: string, rows: { id: string; cells: Cells }[]): DemoPush => ({ sheet, period: "", rows });
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const persons = organizations.flatMap((organization, i) =>
    Array.from({ length: size.personsPerVillage }, (_, seat) => {
      const code = personCode(i * size.personsPerVillage + seat);
      const numbers = numbersOf(organization.code, i * size.personsPerVillage + seat);
      return { code, name: `干部-${code.slice(1)}`, organization: organization.code, seat, numbers };
    }),
  );
  const places = new Map(organizations.map(({ code, name }) => [code, name.replace("党总支", "")]));
  return [
    roster(
      "regions",
      regions.map(({ code, name }) => ({ id: code, cells: { code, name } })),
    ),
    roster(
      "organizations",
      organizations.map(({ code, name, kind }) => ({
        id: code,
        cells: { code, name, regionCode: code, kind, form: "generalBranch", members: between(15, 90) },
      })),
    ),
    roster(
      "households",
      organizations.flatMap(({ code }) =>
        Array.from({ length: size.householdsPerVillage }, (_, i) => ({
          id: `${code}-${pad(i + 1, 2)}`,
          cells: {
            code: `${code}-${pad(i + 1, 2)}`,
            name: `农户-${pad(i + 1, 2)}`,
            regionCode: code,
            people: between(1, 7),
          },
        })),
      ),
    ),
    roster(
      "persons",
      persons.map(({ code, name, organization, numbers }) => ({
        id: code,
        cells: {
          code,
          name,
          organization,
          sex: next() < 0.7 ? "male" : "female",
          partyMember: next() < 0.8,
          ...numbers,
        },
      })),
    ),
    roster(
      "appointments",
      persons.map(({ code, seat }) => ({
        id: `R${code.slice(1)}`,
        cells: {
          code: `R${code.slice(1)}`,
          person: code,
          post: posts[seat % posts.length]!,
          from: `20${pad(between(7, 13), 2)}-${pad(between(1, 12), 2)}-01`,
          document: `示范组任〔${pad(between(1, 99), 2)}〕号`,
        },
      })),
    ),
    roster(
      "leadership-teams",
      organizations.map(({ code }) => ({
        id: teamCode(code),
        cells: { code: teamCode(code), name: `${places.get(code)}班子`, organization: code, seats: 5 },
      })),
    ),
    roster(
      "committee-members",
      persons
        .filter(({ seat }) => seat < membersPerVillage)
        .map(({ code, name, organization, seat }) => ({
          id: memberCode(organization, seat),
          cells: {
            code: memberCode(organization, seat),
            name,
            organization,
            person: code,
            body: seat === 0 ? "partyBranch" : "villageCommittee",
          },
        })),
    ),
    roster(
      "venues",
      organizations.map(({ code, kind }) => ({
        id: `V${code}`,
        cells: {
          code: `V${code}`,
          name: `${places.get(code)}活动场所`,
          organization: code,
          serves: kind,
          indoorArea: between(150, 900),
          outdoorArea: between(600, 2000),
          condition: next() < 0.9 ? "good" : "repair",
          ownership: next() < 0.8 ? "collective" : "rented",
        },
      })),
    ),
    roster("successions", [
      {
        id: "Y2013-01",
        cells: {
          code: "Y2013-01",
          kind: "rename",
          predecessor: organizations[1]!.code,
          successor: organizations[1]!.code,
          on: "2013-06-01",
          oldName: organizations[1]!.name.replace("02村", "二村"),
          document: "示范民发〔2013〕1号",
        },
      },
    ]),
  ];
}

/** A year of works on venues and of commendations: few rows, enough for a fund and an uplift. */
export function makeYear(organizations: Organization[], personsPerVillage: number): DemoPush[] {
  const works = ["newBuild", "purchase", "convert", "repair"];
  const built = organizations.filter((_, i) => i % 15 === 3);
  const commended = Array.from(
    { length: personsPerVillage === 0 ? 0 : Math.ceil(organizations.length / 40) },
    (_, i) => i * 40 * personsPerVillage + 1,
  );
  return [
    {
      sheet: "indicators.dongyang-venue-reward",
      period: "2014",
      rows: built.map(({ code }, i) => ({
        id: `V${code}`,
        cells: { work: works[i % works.length]!, accepted: i % 9 !== 0, merged: i % 20 === 1 },
      })),
    },
    {
      sheet: "indicators.chuxiong-base-allowance",
      period: "2014",
      rows: commended.map((number) => ({ id: `G${pad(number, 6)}`, cells: { commended: true } })),
    },
  ];
}

const householdStars = [
  ...["lawAbiding", "education", "harmony", "culture", "hygiene"],
  ...["newStyle", "thrift", "health", "merit", "prosperity"],
];

/** One year of household stars, in the first townships of the first county only; one household in 25 is not assessed. */
export function makeHouseholdStars(size: DemoSize, organizations: Organization[], townships: string[]): DemoPush {
  const next = random(20140101);
  const villages = organizations.filter(({ code }) => townships.some((town) => code.startsWith(town.slice(0, 9))));
  const households = villages.flatMap(({ code }) =>
    Array.from({ length: size.householdsPerVillage }, (_, i) => `${code}-${pad(i + 1, 2)}`),
  );
  const rows = households.map((id) => ({
    id,
    cells: Object.fromEntries(householdStars.map((star, i) => [star, next() < 0.92 - i * 0.04])) as Cells,
  }));
  return {
    sheet: "indicators.xinhui-ten-star-household",
    period: "2014",
    rows: rows.filter((_, i) => i % 25 !== 24),
  };
}

/** Half a point steps between `low` and `high`, most of them in the upper half. */
const mark = (next: () => number, low: number, high: number) =>
  Math.round((low + (high - low) * Math.sqrt(next())) * 2) / 2;

/** One half-year: marks, vetoes, monthly service cases; about one organization in 80 has too little data to be scored. */
export function makeHalfYear(period: "2014-H1" | "2014-H2", organizations: Organization[]): DemoPush[] {
  const next = random(period === "2014-H1" ? 20140630 : 20141231);
  const months = period === "2014-H1" ? ["2014-03", "2014-06"] : ["2014-09", "2014-12"];
  const indicators: DemoPush = { sheet: "indicators.xinhui-star-organization", period, rows: [] };
  const cases = months.map((month): DemoPush => ({ sheet: "register.service-cases", period: month, rows: [] }));
  organizations.forEach(({ code }, i) => {
    const cells: Cells = {
      serviceTeam: mark(next, 8, 20),
      servicePersonnel: mark(next, 8, 20),
      serviceCapability: mark(next, 8, 20),
      serviceSupport: mark(next, 3, 10),
      serviceMechanism: mark(next, 3, 10),
      noVenue: next() < 0.02,
    };
    if (i % 80 === 7) {
      for (const key of ["servicePersonnel", "serviceCapability", "serviceMechanism"]) delete cells[key];
    } else if (i % 45 === 11) delete cells.serviceMechanism;
    indicators.rows.push({ id: code, cells });
    for (const { rows } of cases) {
      const accepted = 20 + Math.floor(next() * 80);
      const asked = Math.floor(accepted * 0.6);
      const satisfied = Math.min(asked, Math.round(asked * (0.78 + next() * 0.24)));
      if (i % 60 !== 29) rows.push({ id: code, cells: { accepted, closed: accepted - (i % 3), asked, satisfied } });
    }
  });
  return [indicators, ...cases];
}
