/** 填报任务: what is due from whoever is signed in, by when, and how far it is. */
import type { Api } from "../api/api.ts";

/** One township's part of a round that asks for submissions. */
export interface Task {
  round: string;
  policyId: string;
  period: string;
  /** The last day. */
  deadline: string;
  regionCode: string;
  /** The township. */
  name: string;
  state: "pending" | "submitted" | "returned" | "accepted" | "locked";
  overdue: boolean;
  /** Why it was returned. */
  reason: string | null;
}

/** The tasks of all rounds in work that the account sees, the most urgent first. */
export async function tasksOf(api: Api, signal?: AbortSignal): Promise<Task[]> {
  const { rounds } = await api.listRounds({}, signal);
  const asking = rounds.filter(
    ({ state, deadline }) => deadline !== null && (state === "open" || state === "computed"),
  );
  const found = await Promise.all(
    asking.map(async ({ id, policyId, period }) => {
      const { deadline, townships } = await api.listSubmissions(id, signal);
      return townships.map((one): Task => ({ round: id, policyId, period, deadline, ...one }));
    }),
  );
  const isOpen = ({ state }: Task) => (state === "pending" || state === "returned" ? 0 : 1);
  return found.flat().sort((a, b) => isOpen(a) - isOpen(b) || a.deadline.localeCompare(b.deadline));
}
