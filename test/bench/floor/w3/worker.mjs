// Hono Worker on D1.
import { Hono } from "hono";
import { CREATE, READ, READ_JSON, SLICE, UPSERT } from "./table.mjs";

const app = new Hono();
const json = (text) => new Response(text, { headers: { "content-type": "application/json" } });

app.get("/", (c) => c.json({ ok: true }));
app.post("/setup", async (c) =>
  c.json(
    await c.env.DB.batch([c.env.DB.prepare("drop table if exists org"), c.env.DB.prepare(CREATE)]).then(() => ({
      ok: true,
    })),
  ),
);
// the body is parsed (as it must be, to check it), cut into slices and upserted in one batch
app.post("/rows", async (c) => {
  const rows = await c.req.json(),
    batch = [];
  for (let p = 0; p < rows.length; p += SLICE)
    batch.push(c.env.DB.prepare(UPSERT).bind(JSON.stringify(rows.slice(p, p + SLICE))));
  await c.env.DB.batch(batch);
  return c.json({ rows: rows.length });
});
// parsing only, to see what of the above is not the database
app.post("/parse", async (c) => c.json({ rows: (await c.req.json()).length }));
app.get("/rows", async (c) => c.json(await c.env.DB.prepare(READ).raw()));
app.get("/rows-json", async (c) => json(await c.env.DB.prepare(READ_JSON).first("text")));
export default app;
