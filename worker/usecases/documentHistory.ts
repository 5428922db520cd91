/** The history of the rows of a policy's document: what each version changed, who drafted it and who activated it. */
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { differences } from "../../schema/sheet/difference.ts";
import type { DocumentView } from "../../schema/sheet/document.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { type VersionStory, versionsByNumber, versionsOf } from "../store/versions.ts";
import { viewOf } from "./documentSheets.ts";

/** What one version changed in the rows of a view. */
export interface VersionLines {
  story: VersionStory;
  /** The push from which on the version is known. */
  push: number;
  rows: { id: string; created: boolean; deleted: boolean; from: Cells; to: Cells }[];
}

/** What each version of a sheet's policy changed beside the one before it, as far as a scope may see them. */
export async function versionLines(db: Database, scope: RegionScope, sheet: Sheet): Promise<VersionLines[]> {
  const id = sheet.policyId!;
  const stories = await versionsOf(db, scope, id);
  const numbers = stories.map(({ version }) => version);
  const versions = await versionsByNumber(db, scope, id, numbers);
  const view = viewOf(sheet);
  let before = new Map<string, Cells>();
  return stories.flatMap((story) => {
    const version = versions.get(story.version);
    if (!version) return [];
    const after = rowsOf(view, version);
    const rows = [...new Set([...before.keys(), ...after.keys()])].flatMap((row) => {
      const [was, is] = [before.get(row), after.get(row)];
      const { from, to } = differences(was ?? {}, is ?? {});
      return Object.keys(to).length === 0 ? [] : [{ id: row, created: !was, deleted: !is, from, to }];
    });
    before = after;
    return [{ story, push: version.push, rows }];
  });
}

const rowsOf = (view: DocumentView, { document }: { document: Parameters<DocumentView["rows"]>[0] }) =>
  new Map(view.rows(document).map(({ id, cells }) => [id, cells]));
