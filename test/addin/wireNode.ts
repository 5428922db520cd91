/** What the wire host knows of an object of Excel: each of its names; any other is an error of the test bench. */

/** A name that the host does not know: the add-in asks for more than was tried. */
export class UnknownName extends Error {}

/** An object on the host's side of the wire. */
export interface Node {
  type: string;
  isNull?: boolean;
  /** Kept by a reference of its own, as ranges are. */
  isKept?: boolean;
  id?: string;
  /** What can be loaded. */
  read?: Record<string, () => unknown>;
  /** What can be set. */
  write?: Record<string, (value: never) => void>;
  /** Properties that are objects, and methods that answer with one. */
  open?: Record<string, (...given: never[]) => Node>;
  /** Methods that answer with nothing. */
  call?: Record<string, (...given: never[]) => void>;
  /** What a collection has, and how it is found by a key. */
  items?: () => Node[];
  item?: (key: never) => Node;
}

export const nothing: Node = { type: "null", isNull: true };
