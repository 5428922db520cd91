/** Stands in the place of what zod brings and the worker never calls: its languages, JSON Schema read and written, schemas made code. */
const none = () => undefined;

export const fromJSONSchema = undefined;
export const [toJSONSchema, allProcessors, processSchema, process] = [undefined, undefined, undefined, undefined];
export const [extractDefs, finalize, initializeContext, handleUnrepresentable] = [none, none, none, none];
/** Called of every schema as it is made, and what they answer never. */
export const [createToJSONSchemaMethod, createStandardJSONSchemaMethod] = [() => none, () => none];
export const [INVALID, compile, withParser] = [Symbol.for("zod.compile.invalid"), undefined, undefined];
export class ZodCompileAsyncError extends Error {}
export class ZodCompileUnsupportedError extends Error {}
