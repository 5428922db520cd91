/** Before the tests the add-in is built: the worker that they start serves it. */
export { buildAddin as setup } from "../worker/cli/build.ts";
