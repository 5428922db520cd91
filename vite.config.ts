import { defineConfig } from "vite";
import { besideThePane } from "./addin/build/plugin.ts";

/** Builds the add-in into the folder of static files that the worker serves below /addin/. */
export default defineConfig({
  root: "addin",
  base: "/addin/",
  publicDir: false,
  plugins: [besideThePane()],
  build: {
    outDir: "../dist/site/addin",
    emptyOutDir: true,
    // Excel shows its pane by WebView2, by Safari's engine, or in a browser.
    target: ["chrome100", "safari15.4"],
    modulePreload: { polyfill: false },
    rollupOptions: { input: "addin/taskpane.html" },
  },
});
