/** Public notices (公示) and the objections to them: who is addressed, and what comes of an objection. */

/** Where a notice is hung up; never chosen for the clerk. */
export const audiences = {
  villageBoard: "村务公开栏",
  intranet: "内网",
  internet: "互联网",
} as const;
export type Audience = keyof typeof audiences;
export const audienceNames = Object.keys(audiences) as [Audience, ...Audience[]];

/** What an objection has brought about: an upheld one means that the round is opened again and put right. */
export const effects = { dismissed: "不成立", upheld: "成立" } as const;
export type Effect = keyof typeof effects;
export const effectNames = Object.keys(effects) as [Effect, ...Effect[]];
