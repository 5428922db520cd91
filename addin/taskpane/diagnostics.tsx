/** Help, and what somebody who helps wants to know; no word of what stands in the workbook. */
import { useState } from "preact/hooks";
import { Section, usePane } from "./shared.tsx";

export function Help() {
  const { api, desk, words } = usePane();
  const [isCopied, setCopied] = useState(false);
  const [text, setText] = useState("");
  async function gather() {
    const drawers = await desk.drawers().catch(() => []);
    const tables = drawers.map(({ name, snapshot, broken }) =>
      [
        name,
        snapshot ? `${snapshot.rows.size} rows @${snapshot.push} sent ${snapshot.sent.length}` : broken?.message,
      ].join(": "),
    );
    const found = [
      `origin ${location.origin}`,
      `account ${api.signedIn()?.account ?? "-"}`,
      `agent ${navigator.userAgent}`,
      `online ${navigator.onLine}`,
      ...tables,
    ].join("\n");
    setText(found);
    await navigator.clipboard?.writeText(found).then(
      () => setCopied(true),
      () => undefined,
    );
  }
  return (
    <>
      <Section title={words.help}>
        <p>{words.helpText}</p>
        <p>{words.secret}</p>
      </Section>
      <Section title={words.diagnostics}>
        <button type="button" class="quiet" onClick={gather}>
          {words.copy}
        </button>
        {isCopied && <span role="status"> {words.copied}</span>}
        {text && <textarea readOnly rows={8} aria-label={words.diagnostics} value={text} />}
      </Section>
    </>
  );
}
