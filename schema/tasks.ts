/** 填报任务: what is due from whoever is signed in, by when, and how far it is; of any client of the API. */
import type * as z from "zod";
import { isWorking } from "./round.ts";
import { isWithTownship, type SubmissionState } from "./submission.ts";
import type { submissionProgress } from "./submissionWire.ts";
import type { roundList } from "./wire.ts";

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
  state: SubmissionState;
  overdue: boolean;
  /** Why it was returned. */
  reason: string | null;
}

/** What is asked of the server. */
interface Asking {
  listRounds(query: Record<never, never>, signal?: AbortSignal): Promise<Pick<z.infer<typeof roundList>, "rounds">>;
  listSubmissions(round: string, signal?: AbortSignal): Promise<z.infer<typeof submissionProgress>>;
}

/** The tasks of all rounds in work that the account sees, the most urgent first. */
export async function tasksOf(asking: Asking, signal?: AbortSignal): Promise<Task[]> {
  const { rounds } = await asking.listRounds({}, signal);
  const working = rounds.filter(({ state, deadline }) => deadline !== null && isWorking(state));
  const found = await Promise.all(
    working.map(async ({ id, policyId, period }) => {
      const { deadline, townships } = await asking.listSubmissions(id, signal);
      return townships.map((one): Task => ({ round: id, policyId, period, deadline, ...one }));
    }),
  );
  const isOpen = ({ state }: Task) => (isWithTownship(state) ? 0 : 1);
  return found.flat().sort((a, b) => isOpen(a) - isOpen(b) || a.deadline.localeCompare(b.deadline));
}
