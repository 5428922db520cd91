/** The first page: what this is, and where its parts are. */
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { everywhere } from "../../schema/region.ts";
import type { AppEnv } from "../env.ts";
import { activePolicies } from "../store/documents.ts";
import { labelOf } from "../store/settings.ts";

const style = `body{font:16px/1.7 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem;color:#1a1a1a}
h1{font-size:1.6rem;margin:0}mark{background:#b3261e;color:#fff;padding:.1rem .5rem;border-radius:.2rem;font-size:.9rem;vertical-align:middle}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem .4rem 0;border-bottom:1px solid #ddd;vertical-align:top}
code{background:#f3f3f3;padding:.1rem .3rem;border-radius:.2rem;white-space:nowrap;font-size:.85rem}th,td:nth-child(2){white-space:nowrap}a{color:#0b57d0}@media(max-width:480px){table,tbody,tr,td{display:block}thead{display:none}td{border:0;padding:.1rem 0}tr{border-bottom:1px solid #ddd;display:block;padding:.5rem 0}}`;

/** GET / */
export async function home(c: Context<AppEnv>) {
  const db = c.get("db");
  const [label, policies] = await Promise.all([labelOf(db), activePolicies(db, everywhere)]);
  return c.html(
    html`<!doctype html>${(
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>星评</title>
          <style>{raw(style)}</style>
        </head>
        <body>
          <h1>星评 {label && <mark>{label}</mark>}</h1>
          <p>县级组织部门的评价工具:取数、填报、提交、重算,每个数都能说明理由。</p>
          <h2>现行办法</h2>
          <table>
            <thead>
              <tr>
                <th>办法</th>
                <th>制定机关</th>
                <th>依据</th>
              </tr>
            </thead>
            <tbody>
              {policies.map(({ document, version }) => (
                <tr>
                  <td>
                    {document.title} 第{version}版
                    <br />
                    <code>{document.id}</code>
                  </td>
                  <td>{document.issuer}</td>
                  <td>“{document.source.quote}”</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h2>接口</h2>
          <ul>
            <li>
              接口说明:<a href="/openapi.json">/openapi.json</a>
            </li>
            <li>
              运行状况:<a href="/healthz">/healthz</a>
            </li>
          </ul>
        </body>
      </html>
    )}`,
  );
}
