/** The first page: what this is, and where its parts are. */
import type { Context } from "hono";
import { html } from "hono/html";
import { everywhere } from "../../schema/region.ts";
import type { AppEnv } from "../env.ts";
import { currentDocuments } from "../store/current.ts";
import { page } from "./frame.tsx";

/** GET / */
export async function home(c: Context<AppEnv>) {
  const { label, policies } = await currentDocuments(c.get("db"), everywhere);
  const content = (
    <>
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
      <h2>怎样写一个办法</h2>
      <p>
        <a href="/language">办法的语言</a>:每一种规则怎样写,各有一例。
      </p>
      <h2>接口</h2>
      <ul>
        <li>
          接口说明:<a href="/openapi.json">/openapi.json</a>
        </li>
        <li>
          运行状况:<a href="/healthz">/healthz</a>
        </li>
      </ul>
    </>
  );
  return c.html(html`<!doctype html>${page("星评", content)}`);
}
