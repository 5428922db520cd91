/** The frame that all pages share: language, width, style, where one can go, who has signed in. */
import type { Child } from "hono/jsx";
import type { SignedInAs } from "../../schema/sessionWire.ts";

export interface Shown {
  title: string;
  content: Child;
  status?: 200 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500;
}

const places: [path: string, title: string][] = [
  ["/", "首页"],
  ["/sheets", "表"],
  ["/rounds", "批次"],
  ["/handbook", "手册"],
];

/** A whole page around its content. */
export const page = ({ title, content }: Shown, me?: SignedInAs) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title === "星评" ? title : `${title} · 星评`}</title>
      <link rel="stylesheet" href="/style.css" />
      <link rel="icon" href="/addin/icons/pull-32.png" />
    </head>
    <body>
      <a class="skip" href="#main">
        跳到正文
      </a>
      <header>
        <nav aria-label="主要">
          {places.map(([path, name]) => (
            <a href={path}>{name}</a>
          ))}
        </nav>
        {me && (
          <form method="post" action="/sign-out" class="me">
            <span>{me.name}</span> <button type="submit">退出</button>
          </form>
        )}
      </header>
      <main id="main">
        <h1>
          {title} {me?.label && <mark>{me.label}</mark>}
        </h1>
        {content}
      </main>
    </body>
  </html>
);
