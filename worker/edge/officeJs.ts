/** From where the pane takes office.js, the one thing in it that is not ours: Microsoft's network, its Chinese one, or a copy of one's own. */

/** Microsoft's, for where the internet is open: https://learn.microsoft.com/office/dev/add-ins/develop/referencing-the-javascript-api-for-office-library-from-its-cdn */
const usual = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";

export interface OfficeJs {
  address: string;
  /** As it stands in a Content-Security-Policy. */
  source: string;
}

/**
 * @param setting an address that begins with https:, or a path of this site; nothing for Microsoft's
 * @returns Microsoft's, too, for what is neither
 */
export function officeJsOf(setting: string | undefined): OfficeJs {
  if (setting?.startsWith("/") && !setting.startsWith("//"))
    return { address: new URL(setting, "https://here.invalid").pathname, source: "'self'" };
  const url = URL.canParse(setting ?? "") ? new URL(setting!) : undefined;
  const { href, origin } = url?.protocol === "https:" ? url : new URL(usual);
  return { address: href, source: origin };
}
