/** The worker's door. */
import { makeApp } from "./app.ts";

export default makeApp();
