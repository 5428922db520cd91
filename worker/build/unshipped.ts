/** What zod brings and the worker never calls stands empty here: the build puts it in the place of the files that hold it, 43 KB. */

/** Reads a JSON Schema; the worker only writes them. */
export const fromJSONSchema = undefined;

/** Makes code of a schema, which a worker may not run. */
export const [INVALID, compile, withParser] = [Symbol.for("zod.compile.invalid"), undefined, undefined];
export class ZodCompileAsyncError extends Error {}
export class ZodCompileUnsupportedError extends Error {}
