/** The one language in which zod speaks to us, in the place of its list of fifty. */
export { default as zhCN } from "zod/v4/locales/zh-CN.js";
