/** GET /v1/rounds/{round}/steps: what a round has gone through: who, when, why. */
import { createRoute, z } from "@hono/zod-openapi";
import { roundSteps } from "../../../schema/publicationWire.ts";
import { roundStepsOf } from "../../store/roundSteps.ts";
import { labelOf } from "../../store/settings.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/steps",
  tags: ["批次"],
  summary: "批次的经过",
  description: "开启、公示、重开、归档:何人、何时、为何;各次运算见 runs。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: { 200: json(roundSteps, "经过"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const listRoundSteps = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "round:read")];
  const { id, state } = await requireRound(db, scope, c.req.valid("param").round);
  const steps = (await roundStepsOf(db, scope, id)).map(
    ({ account, name, step, action, at, reason, detail, ...rest }) => ({
      ...{ step, action, state: rest.state, at, principal: { account, name }, reason, detail },
    }),
  );
  return c.json({ round: id, state, steps, label: await labelOf(db) }, 200);
});
