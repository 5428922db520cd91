/** A version of a policy as it is shown: with names, not with the ids of accounts. */
import type { VersionStory } from "../../store/versions.ts";

/** The library is no account. */
const nameOf = (id: string, name: string | null) => name ?? (id === "library" ? "资料库" : id);

export const presentStory = ({ version, hash, state, at, principal, by, note, ...story }: VersionStory) => ({
  version,
  hash,
  state,
  at,
  by: nameOf(principal, by),
  note,
  activatedBy: story.activator === null ? null : nameOf(story.activator, story.activatedBy),
  activatedAt: story.activatedAt,
});
