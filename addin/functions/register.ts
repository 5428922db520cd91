/** Makes the functions known to Excel: what a formula gives becomes a question, what is found a value or an error in the cell. */
import { parsePeriod } from "../../schema/period.ts";
import type { AskedValue, FoundValue } from "../../schema/valuesWire.ts";
import { ApiError, SignInNeeded } from "../api/failure.ts";
import { type FormulaFunction, functions } from "./functions.ts";
import type { Values } from "./values.ts";

/** The part of Excel that knows functions. Only of these two errors it shows the words. */
export interface FunctionHost {
  associate(id: string, work: (...given: unknown[]) => Promise<number | string>): void;
  Error: new (code: never, message?: string) => Error;
  ErrorCode: { invalidValue: unknown; notAvailable: unknown };
}
/** #VALUE! for what was typed wrong, #N/A for what is not there. */
type Kind = keyof FunctionHost["ErrorCode"];

export function register(host: FunctionHost, values: Pick<Values, "ask">) {
  const fail = (kind: Kind, message: string) => new host.Error(host.ErrorCode[kind] as never, message);
  for (const one of functions)
    host.associate(one.id, async (...given) => {
      const question = questionOf(one, given);
      if (typeof question === "string") throw fail("invalidValue", question);
      let found: FoundValue;
      try {
        found = await values.ask(question);
      } catch (error) {
        throw fail("notAvailable", wordsOf(error));
      }
      if (found.value !== null) return found.value;
      const { code, message } = found.reason ?? { code: "none", message: "没有结果" };
      throw fail(code === "ambiguous" || code === "noItem" ? "invalidValue" : "notAvailable", message);
    });
}

/** The question of a formula, or what is wrong with it: one bad question would have all of a moment refused. */
function questionOf({ asks, parameters }: FormulaFunction, given: readonly unknown[]): AskedValue | string {
  const typed = Object.fromEntries(parameters.map(({ name }, i) => [name, String(given[i] ?? "").trim()]));
  const { code, person, period = "", item, policy } = typed;
  const subjectId = code ?? person ?? "";
  if (subjectId === "" || subjectId.length > 64) return "第一个参数须是评价对象的编码";
  if (period === "" || parsePeriod(period) === undefined) return "期须写成 2014、2014-H1、2014-Q3 或 2014-09";
  if (policy && !(policy.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(policy)))
    return "办法须写编号:小写字母、数字和连字符,见 GET /v1/policies";
  if (item && item.length > 100) return "项目的名称太长";
  return { of: asks, subjectId, period, ...(policy && { policyId: policy }), ...(item && { item }) };
}

function wordsOf(error: unknown): string {
  if (error instanceof SignInNeeded) return "请先在星评面板登录,再按 Ctrl+Alt+F9 重新计算";
  return error instanceof ApiError ? error.message : "没有取到";
}
