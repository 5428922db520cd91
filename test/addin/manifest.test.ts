/** The manifest as Office wants it: what comes after what, how long texts are, and that all it names is there. */
import { existsSync, readFileSync } from "node:fs";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import { verbs } from "../../addin/commands/verbs.ts";

const origin = "https://xingping.example";
const text = readFileSync("manifest.xml", "utf8");
const root = new DOMParser().parseFromString(text, "text/xml").documentElement!;

/** All elements below one, or those of a name. */
const all = (from: Element, name = "*"): Element[] => [...from.getElementsByTagName(name)];
const childrenOf = (element: Element): Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
const only = (from: Element, name: string): Element => {
  const found = childrenOf(from).filter(({ nodeName }) => nodeName === name);
  expect(found, name).toHaveLength(1);
  return found[0]!;
};
const overrides = only(root, "VersionOverrides");
const resources = only(overrides, "Resources");
const value = (element: Element) => element.getAttribute("DefaultValue") ?? "";

/** Of each element, in which order its children come; those of a lesser number may be missing, a list may repeat. */
const orders: Record<string, string> = {
  OfficeApp:
    "Id Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl AppDomains Hosts Requirements DefaultSettings Permissions VersionOverrides",
  VersionOverrides: "Description Requirements Hosts Resources",
  "Host Workbook": "Runtimes AllFormFactors DesktopFormFactor",
  DesktopFormFactor: "GetStarted FunctionFile ExtensionPoint",
  "ExtensionPoint CustomFunctions": "Script Page Metadata Namespace",
  "ExtensionPoint PrimaryCommandSurface": "CustomTab",
  GetStarted: "Title Description LearnMoreUrl",
  CustomTab: "Group Label",
  Group: "Label Icon Control",
  Control: "Label Supertip Icon Action",
  Supertip: "Title Description",
  "Action ShowTaskpane": "TaskpaneId SourceLocation",
  "Action ExecuteFunction": "FunctionName",
  Resources: "bt:Images bt:Urls bt:ShortStrings bt:LongStrings",
};
const typeOf = (element: Element) => element.getAttribute("xsi:type");

describe("every element has its children in Office's order", () => {
  test.each(Object.entries(orders))("%s", (name, order) => {
    const [tag, type] = name.split(" ") as [string, string?];
    const found = [root, ...all(root, tag)].filter(
      (element) => element.nodeName === tag && (type === undefined || typeOf(element) === type),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const element of found) {
      const places = childrenOf(element).map((child) => order.split(" ").indexOf(child.nodeName));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });
});

test("it asks Excel for ExcelApi 1.7, and for more only where the ribbon and the functions are", () => {
  const setsOf = (element: Element, prefix: string) =>
    all(only(element, "Requirements"), `${prefix}Set`).map(
      (set) => `${set.getAttribute("Name")} ${set.getAttribute("MinVersion")}`,
    );
  expect(setsOf(root, "")).toEqual(["ExcelApi 1.7"]);
  expect(setsOf(overrides, "bt:")).toEqual(["SharedRuntime 1.1"]);
  for (const name of ["Runtimes", "CustomFunctions", "FunctionFile"])
    expect(text.split("<VersionOverrides")[0]).not.toContain(name);
});

test("pane, buttons and functions run in one runtime", () => {
  const [runtime] = all(overrides, "Runtime");
  expect(runtime!.getAttribute("lifetime")).toBe("long");
  const pages = [
    ...all(overrides, "FunctionFile"),
    ...all(overrides, "Page").map((page) => only(page, "SourceLocation")),
    ...all(overrides, "Action").flatMap((action) => all(action, "SourceLocation")),
  ];
  expect(pages.map((page) => page.getAttribute("resid"))).toEqual(Array(3).fill(runtime!.getAttribute("resid")));
});

describe("resources", () => {
  const kinds = {
    "bt:Images": "bt:Image",
    "bt:Urls": "bt:Url",
    "bt:ShortStrings": "bt:String",
    "bt:LongStrings": "bt:String",
  };
  const defined = Object.entries(kinds).flatMap(([list, item]) =>
    all(only(resources, list), item).map((element) => ({ list, id: element.getAttribute("id")!, element })),
  );
  const asked = all(overrides).flatMap((element) =>
    element.hasAttribute("resid") ? [{ by: element.nodeName, id: element.getAttribute("resid")! }] : [],
  );

  test("have names of at most 32 characters, each once", () => {
    expect(defined.filter(({ id }) => id.length > 32)).toEqual([]);
    expect(new Set(defined.map(({ id }) => id)).size).toBe(defined.length);
  });

  test("are all there that are asked for, and no others", () => {
    expect([...new Set(asked.map(({ id }) => id))].sort()).toEqual(defined.map(({ id }) => id).sort());
  });

  test("are of the kind that is asked for", () => {
    const kindFor: Record<string, string> = {
      ...{ "bt:Image": "bt:Images", Label: "bt:ShortStrings", Title: "bt:ShortStrings", Namespace: "bt:ShortStrings" },
      ...{ Description: "bt:LongStrings", SourceLocation: "bt:Urls", FunctionFile: "bt:Urls", Runtime: "bt:Urls" },
      LearnMoreUrl: "bt:Urls",
    };
    const listOf = new Map(defined.map(({ id, list }) => [id, list]));
    expect(asked.filter(({ by, id }) => kindFor[by] !== listOf.get(id))).toEqual([]);
  });

  test("say every text in Chinese and in English, short ones in 125 characters, long ones in 250", () => {
    const texts = defined.filter(({ list }) => list.endsWith("Strings"));
    expect(texts.length).toBeGreaterThan(15);
    for (const { list, id, element } of texts) {
      const english = all(element, "bt:Override").filter((one) => one.getAttribute("Locale") === "en-US");
      expect(english, id).toHaveLength(1);
      for (const said of [value(element), english[0]!.getAttribute("Value")!]) {
        expect(said.length, id).toBeGreaterThan(0);
        expect(said.length, id).toBeLessThanOrEqual(list === "bt:ShortStrings" ? 125 : 250);
      }
      if (id !== "Functions.Namespace") expect(value(element), id).toMatch(/[\u4e00-\u9fff]/);
    }
    for (const name of ["DisplayName", "Description"]) expect(all(only(root, name), "Override")).toHaveLength(1);
  });
});

describe("addresses", () => {
  const addresses = all(root).flatMap((element) =>
    [element.getAttribute("DefaultValue"), element.nodeName === "AppDomain" ? element.textContent : null].filter(
      (one): one is string => one?.includes("://") ?? false,
    ),
  );

  test("all begin with the origin that an installation replaces by its own", () => {
    expect(addresses.length).toBeGreaterThan(25);
    expect(addresses.filter((one) => one !== origin && !one.startsWith(`${origin}/`))).toEqual([]);
  });

  test("lead to what the build has made", () => {
    const files = addresses.filter((one) => one.startsWith(`${origin}/addin/`));
    expect(files.filter((one) => !existsSync(one.replace(origin, "dist/site")))).toEqual([]);
  });
});

describe("icons", () => {
  const sizeOf = (address: string) => {
    const png = readFileSync(address.replace(origin, "dist/site"));
    expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    return [png.readUInt32BE(16), png.readUInt32BE(20)];
  };
  const images = new Map(all(resources, "bt:Image").map((image) => [image.getAttribute("id"), value(image)]));

  test("come in 16, 32 and 80 for every group and button, and are as large as they say", () => {
    const icons = all(overrides, "Icon");
    expect(icons.length).toBe(8);
    for (const icon of icons) {
      const found = all(icon, "bt:Image");
      expect(found.map((image) => image.getAttribute("size"))).toEqual(["16", "32", "80"]);
      for (const image of found) {
        const size = Number(image.getAttribute("size"));
        expect(sizeOf(images.get(image.getAttribute("resid"))!)).toEqual([size, size]);
      }
    }
  });

  test("of the add-in itself are 32 and 64 wide", () => {
    expect(sizeOf(value(only(root, "IconUrl")))).toEqual([32, 32]);
    expect(sizeOf(value(only(root, "HighResolutionIconUrl")))).toEqual([64, 64]);
  });
});

test("the tab has a button for every verb, by the name and the words of the commands, and one that opens the pane", () => {
  const strings = new Map(all(resources, "bt:String").map((one) => [one.getAttribute("id"), value(one)]));
  const buttons = all(overrides, "Control").map((control) => [
    all(control, "FunctionName")[0]?.textContent ?? "",
    strings.get(only(control, "Label").getAttribute("resid")),
  ]);
  expect(Object.fromEntries(buttons)).toEqual({ ...verbs, "": "打开面板" });
  expect(buttons).toHaveLength(6);
  expect(strings.get(only(all(overrides, "CustomTab")[0]!, "Label").getAttribute("resid"))).toBe("星评");
});
