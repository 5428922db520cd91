/** Exceptions of policies: lines that were tried on a round before they were changed. */
import type { Exception } from "../../../schema/exceptions.ts";
import { changesOf } from "../../../schema/policy/changes.ts";
import { type ChangedVersion, type Tried, triedBeforeChange } from "../../core/exceptions/triedBeforeChange.ts";
import { auditLines } from "../../store/auditLines.ts";
import { roundsNamed } from "../../store/rounds.ts";
import { versionsByNumber, versionsOf } from "../../store/versions.ts";
import type { Look } from "./look.ts";

export async function findTriedBeforeChange({ db, scope }: Look): Promise<Exception[]> {
  const lines = await auditLines(db, scope, { action: "policy.simulate" }, -1);
  const rounds = await roundsNamed(db, scope, [...new Set(lines.map(({ target }) => target))]);
  const tried = lines.flatMap(({ line, at, account, target, detail }) => {
    const { values = [] } = JSON.parse(detail ?? "{}") as { values?: { name: string }[] };
    const policyId = rounds.get(target);
    const one: Tried = { line, at, account, round: target, names: values.map(({ name }) => name) };
    return policyId && values.length > 0 ? [{ policyId, one }] : [];
  });
  const found: Exception[] = [];
  for (const [policyId, some] of Map.groupBy(tried, (each) => each.policyId)) {
    const changes: ChangedVersion[] = [];
    const stories = await versionsOf(db, scope, policyId);
    const numbers = stories.map(({ version }) => version);
    const versions = await versionsByNumber(db, scope, policyId, numbers);
    stories.slice(1).forEach(({ version, regionCode, at }, i) => {
      const [before, after] = [versions.get(numbers[i]!)!, versions.get(version)!];
      const values = changesOf(before.document, after.document).parameters.map((one) => ({
        ...{ name: one.name, title: one.title, from: (one.after ?? one.before)!.from },
      }));
      changes.push({ ...{ policyId, version, regionCode, at, since: before.at, push: after.push }, values });
    });
    found.push(
      ...triedBeforeChange(
        changes,
        some.map(({ one }) => one),
      ),
    );
  }
  return found;
}
