/** What libraries bring and the worker never calls stands empty here: the build puts it in the place of the files that hold it. */

/** zod reads a JSON Schema; the worker has its schemas as code. */
export const fromJSONSchema = undefined;

/** zod makes code of a schema, which a worker may not run. */
export const [INVALID, compile, withParser] = [Symbol.for("zod.compile.invalid"), undefined, undefined];
export class ZodCompileAsyncError extends Error {}
export class ZodCompileUnsupportedError extends Error {}

/** The description of the API is written before, by the tests, as schema/openapi.json: the worker only serves it. */
export class OpenAPIRegistry {
  definitions = [];
  registerPath() {}
  registerComponent() {}
}
export const extendZodWithOpenApi = () => undefined;
export const [getOpenApiMetadata, OpenApiGeneratorV3, OpenApiGeneratorV31] = [undefined, undefined, undefined];
