/** GET /v1/systems: the tasks of the office, each with the documents that serve it and what in them is assumed. */
import { createRoute } from "@hono/zod-openapi";
import { systemList } from "../../../schema/systemWire.ts";
import { readableScope } from "../../auth/permissions.ts";
import { systemsOf } from "../../core/systemsOf.ts";
import { currentDocuments } from "../../store/current.ts";
import { activationsOf } from "../../store/versions.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/systems",
  tags: ["办法"],
  summary: "各项工作和所用的文件",
  description: "每项工作用到的表、现行办法、依据的原文,以及还有哪些数和规则是假设的、由谁启用。",
  security: signedIn,
  responses: { 200: json(systemList, "各项工作"), 401: problems[401], 403: problems[403] },
});

export const listSystems = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "policy:read")];
  const [{ policies, registers, label }, { sheets }, activations] = await Promise.all([
    currentDocuments(db, scope),
    readCatalogue(db, scope),
    activationsOf(db, scope),
  ]);
  const inForce = policies.map(({ document }) => {
    const { account, name, at = null } = activations.get(document.id) ?? {};
    return { document, activatedBy: account && name ? { account, name } : null, activatedAt: at };
  });
  const readable = sheets.filter((sheet) => readableScope(c.get("principal"), sheet).length > 0);
  return c.json({ systems: systemsOf(inForce, registers, readable), label }, 200);
});
