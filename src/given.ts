import { nearest, oneOf } from "./diagnostics/nearest.js";

/** What a value is, in words, for the message that refuses it: `the number 12`, `an array`, `a Float32Array`, `nothing`. */
export function described(x: unknown): string {
  if (x === undefined) return "nothing";
  if (x === null) return "null";
  if (Array.isArray(x)) return "an array";
  switch (typeof x) {
    case "number":
      return `the number ${x}`;
    case "string":
      return `the text ${JSON.stringify(x.length > 40 ? `${x.slice(0, 40)}…` : x)}`;
    case "boolean":
    case "bigint":
      return `${x}`;
    case "object": {
      if (x instanceof Promise) return "a promise (is an `await` missing?)";
      if ("dataId" in x && "shape" in x && Array.isArray(x.shape)) return `a tensor [${x.shape.join(", ")}]`;
      const name = x.constructor?.name;
      return name && name !== "Object" ? `an object of the class ${name}` : "an object";
    }
    default:
      return `a ${typeof x}`;
  }
}

/** Whether a value is an object with named entries, of whatever page or thread: no array, no tensor, nothing with a class of its own. */
export function isRecord(x: unknown): x is Readonly<Record<string, unknown>> {
  if (typeof x !== "object" || x === null) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What to say of a name that is not known: what it may have been meant as, and what there is. */
export function knownNames(name: string, known: readonly string[], verb: string): string {
  const [near] = nearest(name, known, 1);
  return `${near === undefined ? "" : `did you mean \`${near}\`? `}${verb} ${oneOf(known, "and")}`;
}
