/** The one language in which zod's messages are shipped: wrangler puts this in place of its list of fifty. */
export { default as zhCN } from "zod/v4/locales/zh-CN.js";
