/** 手册: what a clerk does from day to day, with pictures that `HANDBOOK=1 npm run test:long -- test/long/pages.test.ts` takes of the demo. */
import type { Shown } from "../pages/frame.tsx";

/** The pictures, by the names of their files in worker/site/handbook/, with what they show. */
const pictures = {
  home: "首页:我的任务",
  sheets: "表:下载和交回",
  progress: "报送进度",
  round: "批次:分布、分界、各县比较",
  subject: "一个对象的得分明细",
  simulation: "试算",
};

const Picture = ({ name }: { name: keyof typeof pictures }) => (
  <figure>
    <img src={`/handbook/${name}.png`} alt={pictures[name]} loading="lazy" />
    <figcaption>{pictures[name]}</figcaption>
  </figure>
);

/** GET /handbook */
export const handbook = (): Shown => ({
  title: "手册",
  content: (
    <>
      <ol>
        {parts.map(([id, title]) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ol>
      {parts.map(([id, title, content]) => (
        <section aria-labelledby={id}>
          <h2 id={id}>{title}</h2>
          {content}
        </section>
      ))}
    </>
  ),
});

const parts: [id: string, title: string, content: unknown][] = [
  [
    "begin",
    "登录、看任务",
    <>
      <p>
        浏览器打开本站,填账号、密码。输错十次以后要等一会儿;忘了密码,请管理员开一次性码。用完点右上角“退出”;不退出,12
        小时以后自动失效。
      </p>
      <p>
        首页列出要您办的:乡镇看到要报的批次、期限和状态;县、州看到各乡镇报了多少、哪些批次该重算、公示、审定、发放。
      </p>
      <Picture name="home" />
    </>,
  ],
  [
    "fill",
    "填报:下载、改、交回",
    <>
      <p>
        在“表”选一张表,写上期(2014 年、2014-H1 上半年、2014-Q3 三季度、2014-09 九月),下载 .xlsx,用 Excel 或 WPS 改。
      </p>
      <ul>
        <li>编码列不要改;不懂的列看列名上的说明。</li>
        <li>全角数字、1,234、3.5万元、2014.9.28 都认;读成别的写法的,答复里会说。</li>
        <li>要删的行在文件里删掉不算删:文件里没有的行不动。</li>
      </ul>
      <p>
        改好在右边“交回”。答复逐行写明:已存、没有变动、有误(原因和改法)、与他人的改动冲突(原值、他人的、我的)。好的行已经存下,只改有误的几行再交一次。
      </p>
      <Picture name="sheets" />
      <p>
        装得上插件的,在 Excel 里直接取数、改、提交,见 <a href="/manifest.xml">插件清单</a>
        ;个人信息显示为掩码的,原样交回就是不改。
      </p>
    </>,
  ],
  [
    "submit",
    "上报、退回、催报",
    <>
      <p>
        乡镇填完,到“报送进度”点“上报”。上报以后不能再改这一批次的表;要改,请县里退回。县里逐个“审核”或“退回”(写原因),审核过的可以“锁定”。逾期的标出来,展开有可以直接发出的催报文字。
      </p>
      <Picture name="progress" />
    </>,
  ],
  [
    "results",
    "看结果:分布和分界",
    <>
      <p>
        批次页先看分布,再看分界:虚线是分数线,斜线处离线不到一分,展开就是名单,公示以前先把这些村核对一遍。各县比较点县名,只看这个县。全部结果可以下载
        .csv、.xlsx。
      </p>
      <Picture name="round" />
    </>,
  ],
  [
    "why",
    "为什么是三星",
    <>
      <p>
        点对象的名称。“得分明细”从总分一层层展开:每一项得几分、满分几分、按哪条规则、取自哪条记录的第几版、依据哪份文件哪句原文;没有依据的写明“假设”。点“[记录]”看这一格是谁、何时、由多少改成多少。“到四星”写着还差几分、缺哪项。
      </p>
      <Picture name="subject" />
    </>,
  ],
  [
    "try",
    "试算:改一条线谁会变动",
    <>
      <p>选参数、写新的值,答复前后各多少、谁升谁降、为什么。只算不存;要真的改,在参数表里起草,由另一人启用。</p>
      <Picture name="simulation" />
    </>,
  ],
  [
    "notice",
    "公示、异议、审定",
    <p>
      公示页可以打印张贴。收到的异议在公示页下方登记,反映人受保护;每件答复一次。异议成立的,重开批次,更正、重算、再公示。期满、异议都答复了,由最近一次运算以外的人审定,此后不再变动。
    </p>,
  ],
  [
    "pay",
    "发放",
    <p>
      补贴批次审定以后:县里编制一批,另一人批准,财务发放并写付款凭证号;银行退回的几行登记退回,再发。应付、已发、退回、未发都在这个办法的发放表(payments.…)里。
    </p>,
  ],
  [
    "print",
    "打印、键盘、没有网",
    <p>
      每一页都可以直接打印(A4,黑白),表单不会印出来。Tab
      键在链接和按钮之间走,回车打开;图都有文字说明。所有内容都由本站提供,不用外网。
    </p>,
  ],
];
