/** Stands in the place of what writes the description of the API: the tests write it before, as schema/openapi.json, and the worker serves that. */
export class OpenAPIRegistry {
  definitions = [];
  registerPath() {}
}
export const extendZodWithOpenApi = () => undefined;
export const [getOpenApiMetadata, OpenApiGeneratorV3, OpenApiGeneratorV31] = [undefined, undefined, undefined];
