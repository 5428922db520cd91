/** What the API refused, as a page tells it: what is wrong, where, and what to do. */
import type { ProblemBody } from "../../schema/problem.ts";
import type { Shown } from "./frame.tsx";

export const Refusals = ({ problem }: { problem: ProblemBody }) => (
  <section role="alert" class="wrong">
    <p>
      <b>{problem.title}</b>
      {problem.retryAfter !== undefined && `(${problem.retryAfter} 秒后再试)`}
    </p>
    {problem.errors && (
      <ul>
        {problem.errors.map(({ message, fix }) => (
          <li>
            {message}。{fix}
          </li>
        ))}
      </ul>
    )}
  </section>
);

export const refusedPage = (problem: ProblemBody): Shown => ({
  title: problem.title,
  status: problem.status as NonNullable<Shown["status"]>,
  content: (
    <>
      <Refusals problem={problem} />
      <p>
        请求号 <code>{problem.requestId}</code>。<a href="/">回首页</a>
      </p>
    </>
  ),
});
