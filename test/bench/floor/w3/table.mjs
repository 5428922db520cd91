// The table both servers use: 12 columns, about 200 bytes of JSON per row.
export const COLUMNS = [
  "code",
  "name",
  "county",
  "town",
  "secretary",
  "phone",
  "members",
  "score",
  "star",
  "rank",
  "year",
  "note",
];
export const CREATE = `create table if not exists org (code text primary key, name text, county integer, town text, secretary text,
  phone text, members integer, score real, star integer, rank integer, year integer, note text) without rowid`;
export const UPSERT = `insert into org (${COLUMNS.join(", ")})
  select ${COLUMNS.map((_, i) => `value ->> ${i}`).join(", ")} from json_each(?1) where true
  on conflict (code) do update set ${COLUMNS.slice(1)
    .map((c) => `${c} = excluded.${c}`)
    .join(", ")}`;
export const UPSERT_ONE = `insert into org values (${COLUMNS.map(() => "?").join(", ")})
  on conflict (code) do update set ${COLUMNS.slice(1)
    .map((c) => `${c} = excluded.${c}`)
    .join(", ")}`;
export const READ = `select ${COLUMNS.join(", ")} from org order by code`;
export const READ_JSON = `select json_group_array(json_array(${COLUMNS.join(", ")})) as text from (select * from org order by code)`;
/** slices of the body, so that one bound string stays well under D1's 2 MB */
export const SLICE = 2500;
