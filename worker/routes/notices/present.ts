/** A notice and an objection as they are shown. */
import type { Notice, Objection } from "../../store/notices.ts";

export const presentNotice = ({ id, sealLine, seal, all, open, upheld, closedBy: _, ...rest }: Notice) => ({
  notice: id,
  ...rest,
  seal: seal === null || sealLine === null ? null : { line: sealLine, seal },
  objections: { all, open, upheld },
});

export const presentObjection = ({ id, ...rest }: Objection) => ({ objection: id, ...rest });
