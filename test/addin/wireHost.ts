/**
 * Stands in for Excel under Microsoft's own client of the Excel API: takes its requests as they go over the wire, keeps
 * a workbook, answers as Excel does, and counts. Nothing here is Node's, so that it runs in a page as well.
 */
import { Book, Refusal } from "./cellGrid.ts";
import { type Node, UnknownName } from "./wireNode.ts";
import { workbookNode } from "./wireObjects.ts";

interface ObjectPath {
  Id: number;
  ObjectPathType: number;
  Name: string;
  ParentObjectPathId?: number;
  ArgumentInfo?: { Arguments?: unknown[]; ReferencedObjectPathIds?: number[] | null };
}

interface Action {
  Id: number;
  ActionType: number;
  Name: string;
  ObjectPathId: number;
  ArgumentInfo?: ObjectPath["ArgumentInfo"];
  QueryInfo?: { Select?: string[]; Expand?: string[] };
}

interface Request {
  Actions: Action[];
  ObjectPaths: Record<string, ObjectPath>;
}

const root = 1;
const method = 3;
const property = 4;
const indexer = 5;
const reference = 6;
const actions = { instantiate: 1, query: 2, call: 3, set: 4, trace: 5 };
/** The flag by which a request waits until the editing of a cell ends. */
const delayForCellEdit = 64;
const largest = 5 * 1024 * 1024;

/** The set's version that Excel 2019, 2021 and 2024 have. */
export type ExcelApi = "1.7" | "1.14" | "1.17";

export interface HostOptions {
  api?: ExcelApi;
  /** Whether Excel can let requests wait for a cell to be left. */
  canDelay?: boolean;
}

const versionOf = (text: string) => text.split(".").reduce((all, part) => all * 1_000 + Number(part), 0);

export class WireHost {
  readonly book = new Book();
  /** Requests that ask for anything but to forget what the client kept. */
  syncs = 0;
  /** The size of the largest of them, in bytes. */
  largestRequest = 0;
  /** How many further requests are answered before the connection is lost. */
  answersLeft = Number.POSITIVE_INFINITY;
  /** Answers larger than this are refused. */
  largestAnswer = largest;
  readonly #api: ExcelApi;
  readonly #canDelay: boolean;
  readonly #kept = new Map<string, Node>();
  #edited: (() => void)[] | undefined;
  readonly #selectionHandlers = new Set<(given: object) => void>();

  constructor({ api = "1.17", canDelay = true }: HostOptions = {}) {
    this.#api = api;
    this.#canDelay = canDelay;
  }

  /** How many listen for what is selected. */
  get listeners(): number {
    return this.#selectionHandlers.size;
  }

  /** The user begins to edit a cell. */
  beginEditing(): void {
    this.#edited ??= [];
  }

  endEditing(): void {
    const waiting = this.#edited ?? [];
    this.#edited = undefined;
    for (const go of waiting) go();
  }

  /** The user selects cells, or several ranges at once. */
  point(at: Book["selected"]): void {
    this.book.selected = at;
    for (const handler of this.#selectionHandlers) handler({ type: "documentSelectionChanged" });
  }

  /** What `Office.context` says of this Excel. */
  readonly context = {
    requirements: {
      isSetSupported: (name: string, version = "1.1"): boolean =>
        name === "DelayForCellEdit"
          ? this.#canDelay
          : name === "ExcelApi" && versionOf(version) <= versionOf(this.#api),
    },
    document: {
      addHandlerAsync: (_: string, handler: (given: object) => void, done: (result: object) => void) => {
        this.#selectionHandlers.add(handler);
        done({ status: "succeeded" });
      },
      removeHandlerAsync: (
        _: string,
        { handler }: { handler: (given: object) => void },
        done: (result: object) => void,
      ) => {
        this.#selectionHandlers.delete(handler);
        done({ status: "succeeded" });
      },
    },
  };

  /** What Microsoft's client takes for its way to Excel. */
  readonly session = {
    _resolveRequestUrlAndHeaderInfo: () => Promise.resolve(null),
    getEventRegistration: () => null,
    _createRequestExecutorOrNull: () => ({
      executeAsync: (_: unknown, flags: number, message: { Body: Request | string }) =>
        this.#execute(flags, typeof message.Body === "string" ? message.Body : JSON.stringify(message.Body)),
    }),
  };

  async #execute(flags: number, body: string) {
    const request = JSON.parse(body) as Request;
    const isAsking = request.Actions.some(
      ({ ActionType, Name }) =>
        ActionType !== actions.instantiate && ActionType !== actions.trace && Name !== "_RemoveReference",
    );
    if (isAsking) this.syncs++;
    const bytes = new TextEncoder().encode(body).length;
    this.largestRequest = Math.max(this.largestRequest, bytes);
    if (this.#edited !== undefined) {
      if (!(flags & delayForCellEdit))
        return failed("InvalidOperationInCellEditMode", "Excel is in cell-editing mode.");
      await new Promise<void>((go) => this.#edited!.push(go));
    }
    if (isAsking && this.answersLeft-- <= 0) return failed("GeneralException", "The connection is lost.");
    if (bytes > largest)
      return failed("RequestPayloadSizeLimitExceeded", "The request payload size exceeds the limit.");
    const answer = this.#answer(request);
    const size = new TextEncoder().encode(JSON.stringify(answer)).length;
    if (size > this.largestAnswer)
      return failed("ResponsePayloadSizeLimitExceeded", "The response payload size exceeds the limit.");
    return { HttpStatusCode: 200, ErrorCode: "", ErrorMessage: "", Headers: {}, Body: answer };
  }

  #answer({ Actions, ObjectPaths }: Request) {
    const nodes = new Map<number, Node>();
    const Results: { ActionId: number; Value: unknown }[] = [];
    const TraceIds: number[] = [];
    for (const [ActionIndex, action] of Actions.entries()) {
      if (action.ActionType === actions.trace) {
        TraceIds.push(action.Id);
        continue;
      }
      try {
        const node = this.#node(ObjectPaths, action.ObjectPathId, nodes);
        Results.push({ ActionId: action.Id, Value: this.#act(node, action, ObjectPaths, nodes) });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const fault = { Code: error.code, Message: error.message, ActionIndex, Location: action.Name };
        return { Results, TraceIds, Error: fault };
      }
    }
    return { Results, Error: null, TraceIds };
  }

  /** The object that a path leads to. */
  #node(paths: Request["ObjectPaths"], id: number, nodes: Map<number, Node>): Node {
    const known = nodes.get(id);
    if (known) return known;
    const path = paths[id]!;
    const parent = path.ParentObjectPathId ? this.#node(paths, path.ParentObjectPathId, nodes) : undefined;
    const given = this.#given(path.ArgumentInfo, paths, nodes);
    const node = this.#step(path, parent, given);
    nodes.set(id, node);
    return node;
  }

  #step({ ObjectPathType, Name }: ObjectPath, parent: Node | undefined, given: unknown[]): Node {
    if (ObjectPathType === root) return workbookNode(this.book);
    if (ObjectPathType === reference) {
      const kept = this.#kept.get(Name);
      if (kept === undefined)
        throw new Refusal("InvalidReference", "This reference is not valid for the current operation.");
      return kept;
    }
    if (parent === undefined || parent.isNull)
      throw new Refusal("ItemNotFound", "An object that is not there has no parts.");
    if (ObjectPathType === indexer) return known(parent.item, parent, "[]")(given[0] as never);
    if (ObjectPathType !== method && ObjectPathType !== property)
      throw new UnknownName(`A path of type ${ObjectPathType}: ${Name}`);
    return known(parent.open?.[Name], parent, Name)(...(given as never[]));
  }

  /** Arguments; a path's id stands for its object. */
  #given(info: ObjectPath["ArgumentInfo"], paths: Request["ObjectPaths"], nodes: Map<number, Node>): unknown[] {
    return (info?.Arguments ?? []).map((one, i) => {
      const id = info?.ReferencedObjectPathIds?.[i];
      return id ? this.#node(paths, id, nodes) : one;
    });
  }

  #act(node: Node, action: Action, paths: Request["ObjectPaths"], nodes: Map<number, Node>): unknown {
    const { ActionType, Name } = action;
    const given = this.#given(action.ArgumentInfo, paths, nodes);
    if (node.isNull) return null;
    if (ActionType === actions.instantiate) return this.#sign(node);
    if (ActionType === actions.query) return queried(node, action.QueryInfo?.Select ?? []);
    if (ActionType === actions.call) known(node.call?.[Name], node, Name)(...(given as never[]));
    else if (ActionType === actions.set) known(node.write?.[Name], node, Name)(given[0] as never);
    else throw new UnknownName(`An action of type ${ActionType}: ${node.type}.${Name}`);
    return null;
  }

  /** By what the client finds an object again. */
  #sign(node: Node): object {
    if (node.id !== undefined) return { Id: node.id };
    if (!node.isKept) return {};
    const name = `r${this.#kept.size + 1}`;
    this.#kept.set(name, node);
    return { _ReferenceId: name };
  }
}

const failed = (ErrorCode: string, ErrorMessage: string) => ({
  ...{ HttpStatusCode: 400, ErrorCode, ErrorMessage, Headers: {} },
  Body: { Results: null, Error: null },
});

function known<T>(found: T | undefined, { type }: Node, name: string): T {
  if (found === undefined) throw new UnknownName(`The wire host knows no ${type}.${name}`);
  return found;
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** What was asked for of an object, or of the items of a collection. */
function queried(node: Node, select: string[]): object {
  if (node.items) return { _Items: node.items().map((item) => queried(item, select)) };
  const answer: Record<string, unknown> = node.id === undefined ? {} : { Id: node.id };
  for (const name of select) {
    const [first = "", ...rest] = name.split("/");
    if (rest.length === 0) answer[capital(first)] = known(node.read?.[first], node, first)();
    else answer[capital(first)] = queried(known(node.open?.[capital(first)], node, first)(), [rest.join("/")]);
  }
  return answer;
}
