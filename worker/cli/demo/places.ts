/** The demo's places and subjects: one prefecture that nobody can take for a real one. Deterministic. */

export const demoLabel = "演示数据";

/** How large a demo is; the full one has the size of the prefecture in document S4. */
export interface DemoSize {
  counties: number;
  townships: number;
  villages: number;
  communities: number;
  householdsPerVillage: number;
  personsPerVillage: number;
  /** Whether the first township has some rows for every policy. */
  everyPolicy?: boolean;
}

export const fullSize: DemoSize = {
  counties: 10,
  townships: 103,
  villages: 1037,
  communities: 61,
  householdsPerVillage: 10,
  personsPerVillage: 5,
  everyPolicy: true,
};

export interface Organization {
  code: string;
  name: string;
  kind: "village" | "community";
}

export interface Place {
  code: string;
  name: string;
}

const townshipNames = [
  "城关镇",
  "东河镇",
  "西山镇",
  "南坪镇",
  "北岭乡",
  "中和乡",
  "新民乡",
  "太平乡",
  "永安乡",
  "清泉乡",
  "龙潭乡",
];
const countyNames = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
const pad = (value: number, length: number) => String(value).padStart(length, "0");

export const prefectureCode = "990100000000";
const countyCode = (county: number) => `9901${pad(county, 2)}000000`;
export const townshipCode = (county: number, township: number) => `9901${pad(county, 2)}${pad(township, 3)}000`;

/** All regions and organizations of a demo: townships and villages are dealt out evenly. */
export function makePlaces(size: DemoSize): { regions: Place[]; organizations: Organization[] } {
  const regions: Place[] = [{ code: prefectureCode, name: `示范州(${demoLabel})` }];
  const organizations: Organization[] = [];
  for (let county = 1; county <= size.counties; county++)
    regions.push({ code: countyCode(county), name: `示范${countyNames[county - 1]}县` });
  for (let t = 0; t < size.townships; t++) {
    const county = (t % size.counties) + 1;
    const number = Math.floor(t / size.counties) + 1;
    const code = townshipCode(county, number);
    const title = townshipNames[number - 1]!;
    regions.push({ code, name: title });
    const add = (index: number, suffix: string, kind: Organization["kind"]) => {
      const village = code.slice(0, 9) + pad(index, 3);
      regions.push({ code: village, name: `${title}${suffix}` });
      organizations.push({ code: village, name: `${title}${suffix}党总支`, kind });
    };
    for (let v = 1; v <= share(size.villages, size.townships, t); v++) add(v, `${pad(v, 2)}村`, "village");
    for (let v = 1; v <= share(size.communities, size.townships, t); v++) add(200 + v, `${pad(v, 2)}社区`, "community");
  }
  return { regions, organizations };
}

/** The part of `total` that falls to one of `parts`, the earlier ones first. */
const share = (total: number, parts: number, index: number) =>
  Math.floor(total / parts) + (index < total % parts ? 1 : 0);
