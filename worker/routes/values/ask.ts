/** POST /v1/values: single values of many subjects at once, as formulas in cells ask for them. */
import { createRoute } from "@hono/zod-openapi";
import { valuesAnswer, valuesQuestion } from "../../../schema/valuesWire.ts";
import { scopeOf } from "../../auth/permissions.ts";
import { labelOf } from "../../store/settings.ts";
import { readValues } from "../../usecases/readValues.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { visibleTrace } from "../visibleTrace.ts";

const route = createRoute({
  method: "post",
  path: "/v1/values",
  tags: ["批次"],
  summary: "取单个的值",
  description:
    "一次问许多个对象的星级、得分、名次、数额或理由,逐个答复;没有的写明原因。取该期给出这种结果的办法;几个办法都有的须写明 policyId。同一办法有几个批次的,取办得最远的(归档、审定、公示、已算),其次取区划最小的。",
  security: signedIn,
  request: { body: body(valuesQuestion) },
  responses: { 200: json(valuesAnswer, "各个的值"), ...bodyProblems, 401: problems[401], 403: problems[403] },
});

export const askValues = endpoint(route, async (c) => {
  const amounts = authorise(c, "payment:read");
  const outcomes = scopeOf(c.get("principal"), "outcome:read");
  const sight = { amounts, outcomes, visible: visibleTrace.bind(undefined, c) };
  const [values, label] = await Promise.all([
    readValues(workOf(c), sight, c.req.valid("json").asked),
    labelOf(c.get("db")),
  ]);
  return c.json({ values, label }, 200);
});
