/** Stands in the place of what zod brings and the worker never calls: its fifty languages, JSON Schema read, schemas made code. */
export const fromJSONSchema = undefined;
export const [INVALID, compile, withParser] = [Symbol.for("zod.compile.invalid"), undefined, undefined];
export class ZodCompileAsyncError extends Error {}
export class ZodCompileUnsupportedError extends Error {}
