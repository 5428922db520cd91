/** Before the tests all is built that they start. */
export { build as setup } from "../worker/cli/build.ts";
