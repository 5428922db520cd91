/** What a simulation or a comparison has to warn of. */
import type { Warning } from "../../schema/outcome.ts";
import { engineVersion } from "../core/judge.ts";
import type { Run } from "../store/rounds.ts";

/** Says when a run was made by another engine than the one that judges now. */
export const engineMoved = (...runs: readonly (Run | undefined)[]): Warning[] =>
  runs.some((run) => run && run.engine !== engineVersion)
    ? [{ code: "engineMoved", message: "运算之后程序有更新,按现在的程序再算可能与当时不同" }]
    : [];

/** Says when not all are listed. */
export const cut = (found: number, limit: number): Warning[] =>
  found > limit ? [{ code: "listCut", message: `共${found}个,只列出前${limit}个;用 region 分地区查看` }] : [];

/** Each warning once. */
export const distinct = (warnings: readonly Warning[]): Warning[] => [
  ...new Map(warnings.map((one) => [`${one.code} ${one.message}`, one])).values(),
];
