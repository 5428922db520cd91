/** The headers of every answer: what a browser may do with it, and that nobody keeps it. */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import type { AppEnv } from "../env.ts";
import { officeJsOf } from "./officeJs.ts";

/** Below this path stands what Excel shows in its pane; everything else stands in no frame at all. */
const panePath = "/addin/";

/** What Office itself fetches, from origins of its own: icons for its ribbon, and what functions there are. */
const officeFetches = /^\/addin\/(icons\/[\w-]+\.png|functions\.json)$/;

/** Where Office shows panes: on the web and on the desktop, as Microsoft names its hosts. */
const officeHosts = [
  ...["https://*.office.com", "https://*.office365.com", "https://*.officeapps.live.com", "https://*.sharepoint.com"],
  ...[
    "https://*.microsoft.com",
    "https://*.office.net",
    "https://*.partner.officewebapps.cn",
    "https://*.sharepoint.cn",
  ],
];

const shared = {
  crossOriginOpenerPolicy: "same-origin",
  crossOriginResourcePolicy: "same-origin",
  // To other sites nothing is told; without it a browser would not say from where a form of ours comes.
  referrerPolicy: "same-origin",
  // Two years, as browsers want for their own lists.
  strictTransportSecurity: "max-age=63072000; includeSubDomains",
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [], fullscreen: [] },
};

/** Nothing but our own style and pictures; no script at all, in the page or beside it. */
const content = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
};

const ordinary = secureHeaders({
  ...shared,
  xFrameOptions: "DENY",
  contentSecurityPolicy: { ...content, frameAncestors: ["'none'"] },
});
const fetched = secureHeaders({
  ...shared,
  crossOriginResourcePolicy: "cross-origin",
  xFrameOptions: "DENY",
  contentSecurityPolicy: { ...content, frameAncestors: ["'none'"] },
});
const pane = secureHeaders({
  ...shared,
  crossOriginOpenerPolicy: false,
  xFrameOptions: false,
  contentSecurityPolicy: {
    ...content,
    scriptSrc: ["'self'", (c: Context<AppEnv>) => officeJsOf(c.env.OFFICE_JS).source],
    connectSrc: ["'self'"],
    frameAncestors: officeHosts,
  },
});

/** Puts them on; what the API answers is kept by no browser and no proxy. */
export const headers = createMiddleware<AppEnv>(async (c, next) => {
  const { path } = c.req;
  const isFetched = officeFetches.test(path);
  await (isFetched ? fetched : path.startsWith(panePath) ? pane : ordinary)(c, next);
  if (isFetched) c.header("access-control-allow-origin", "*");
  if (c.req.path.startsWith("/v1/")) c.header("cache-control", "no-store");
});
