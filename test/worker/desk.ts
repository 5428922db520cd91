/** What tests do at a clerk's desk: push, look a row up, change one as it stands, undo, go from page to page. */
import { expect } from "vitest";
import { type Answer, type Client, indicators, rowsOf, village } from "./office.ts";

export const star = `/v1/sheets/${indicators}`;
export const organizations = "/v1/sheets/organizations";
export const persons = "/v1/sheets/persons";
export const visits = "/v1/sheets/register.visits";

export const push = async (who: Client, path: string, rows: unknown[], more: object = {}) => {
  const { status, body } = await who("PATCH", path, { rows, ...more });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

export const rowOf = async (who: Client, path: string, id: string, query = "") =>
  rowsOf(await who("GET", `${path}?${query}`)).find((row) => row.id === id);

/** Changes cells of a row as it stands now; answers what became of it. */
export async function change(who: Client, path: string, id: string, cells: object, { period = "", note = "" } = {}) {
  const { version } = (await rowOf(who, path, id, `period=${period}`))!;
  const more = { ...(period && { period }), ...(note && { note }) };
  const body = await push(who, path, [{ id, baseVersion: version, cells }], more);
  return { ...body.results[0], push: body.push as number };
}

export const undo = (who: Client, number: number, body: object = {}, headers = {}) =>
  who("POST", `/v1/pushes/${number}/undo`, body, headers);

export const statuses = ({ body }: Pick<Answer, "body">): string[] =>
  body.results.map(({ status }: { status: string }) => status);

let number = 0;
export const newCode = () => `X${String(++number).padStart(3, "0")}`;

/** Puts a new organization on the roster, on which nothing stands; answers its code. */
export async function newOrganization(who: Client, more: object = {}): Promise<string> {
  const cells = { name: "新建党支部", regionCode: village, kind: "村", ...more, code: newCode() };
  const { results } = await push(who, organizations, [{ newKey: "n", cells }]);
  expect(results[0]).toMatchObject({ status: "saved" });
  return cells.code;
}

/** All pages of a list, one after the other. */
export async function pagesOf(who: Client, path: string, list: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body }: Answer = await who("GET", `${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...body[list]);
    cursor = body.next;
  }
  return all;
}
