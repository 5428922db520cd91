/** Plaques (挂牌、摘牌): what is to be done about the one that hangs at a subject, as a clerk reads it. */
export const plaqueTitles = { hang: "挂牌", replace: "换牌", takeDown: "摘牌", keep: "保留", none: "无牌" } as const;
export type PlaqueAction = keyof typeof plaqueTitles;
export const plaqueActions = Object.keys(plaqueTitles) as PlaqueAction[];
