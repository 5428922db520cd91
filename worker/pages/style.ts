/** GET /style.css: the few rules of style that all pages share. */
import type { Context } from "hono";

const rules = `body{font:16px/1.7 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:52rem;margin:0 auto;padding:1.5rem;color:#1a1a1a}
h1{font-size:1.6rem;margin:0}h2{font-size:1.25rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.5rem 0 .3rem}
mark{background:#b3261e;color:#fff;padding:.1rem .5rem;border-radius:.2rem;font-size:.9rem;vertical-align:middle}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .8rem .35rem 0;border-bottom:1px solid #ddd;vertical-align:top}
code,pre{background:#f3f3f3;border-radius:.2rem;font-size:.85rem}code{padding:.1rem .3rem}td:first-child{min-width:11rem}pre{padding:.6rem;overflow-x:auto;white-space:pre-wrap;word-break:break-all}a{color:#0b57d0}
@media(max-width:480px){table,tbody,tr,td{display:block}thead{display:none}td{border:0;padding:.1rem 0}tr{border-bottom:1px solid #ddd;display:block;padding:.5rem 0}}
@media print{body{max-width:none;padding:0}pre{white-space:pre-wrap}}`;

export const style = (c: Context) =>
  c.body(rules, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600" });
