/** What a round goes through: opened, computed as often as wanted, finalised (审定) once. */

export const roundStates = ["open", "computed", "final"] as const;
