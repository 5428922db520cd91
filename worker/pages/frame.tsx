/** The frame that all pages share: language, width, style. */
import type { Child } from "hono/jsx";

/** A whole page around its content. */
export const page = (title: string, children: Child) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="stylesheet" href="/style.css" />
    </head>
    <body>{children}</body>
  </html>
);
