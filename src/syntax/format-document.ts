/*
 * A small algebra of layouts: a group is printed on one line if it fits and holds nothing that ends a line, and otherwise all its own lines break.
 */

export type FormatDocument =
  | { readonly kind: "text"; readonly text: string; readonly breaks: false }
  /** A blank, or nothing, or a new line: by the group it stands in. */
  | { readonly kind: "line"; readonly flat: " " | ""; readonly breaks: boolean }
  /** Ends its line whatever comes; `own`: begins one, too. */
  | { readonly kind: "comment"; readonly text: string; readonly own: boolean; readonly breaks: true }
  | { readonly kind: "concat"; readonly parts: readonly FormatDocument[]; readonly breaks: boolean }
  | { readonly kind: "group"; readonly body: FormatDocument; readonly breaks: boolean }
  | { readonly kind: "indent"; readonly by: number; readonly body: FormatDocument; readonly breaks: boolean };

export const text = (text: string): FormatDocument => ({ kind: "text", text, breaks: false });
export const nothing = text("");
export const blank = text(" ");
/** A blank that may become a new line. */
export const line: FormatDocument = { kind: "line", flat: " ", breaks: false };
/** Nothing, that may become a new line. */
export const soft: FormatDocument = { kind: "line", flat: "", breaks: false };
export const hard: FormatDocument = { kind: "line", flat: "", breaks: true };
export const comment = (text: string, own: boolean): FormatDocument => ({ kind: "comment", text, own, breaks: true });
export const concat = (parts: readonly FormatDocument[]): FormatDocument => ({
  kind: "concat",
  parts,
  breaks: parts.some((part) => part.breaks),
});
export const group = (body: FormatDocument): FormatDocument => ({ kind: "group", body, breaks: body.breaks });
export const indent = (by: number, body: FormatDocument): FormatDocument => ({
  kind: "indent",
  by,
  body,
  breaks: body.breaks,
});

interface Task {
  readonly layout: FormatDocument;
  readonly indent: number;
  readonly flat: boolean;
}

/** Print a layout within a width, as far as it can be. */
export function renderLayout(layout: FormatDocument, width: number): string {
  const lines: string[] = [];
  let current = "";
  let ended = false;
  const newline = (by: number) => {
    lines.push(current.trimEnd());
    current = " ".repeat(by);
    ended = false;
  };
  const stack: Task[] = [{ layout, indent: 0, flat: false }];
  for (let task = stack.pop(); task; task = stack.pop()) {
    const { layout: l, indent: by, flat } = task;
    if (l.kind === "text") {
      if (ended && l.text.trim() !== "") newline(by);
      if (!ended) current += l.text;
    } else if (l.kind === "line") {
      if (ended || l.breaks || !flat) newline(by);
      else current += l.flat;
    } else if (l.kind === "comment") {
      if ((l.own || ended) && (current.trim() !== "" || ended)) newline(by);
      current += current.trim() === "" ? l.text : `${current.endsWith(" ") ? "" : " "}${l.text}`;
      ended = true;
    } else if (l.kind === "concat") {
      for (let i = l.parts.length - 1; i >= 0; i--) stack.push({ layout: l.parts[i]!, indent: by, flat });
    } else if (l.kind === "indent") stack.push({ layout: l.body, indent: by + l.by, flat });
    else {
      const inner = { layout: l.body, indent: by, flat: true };
      stack.push(!l.breaks && (flat || fits(inner, stack, width - current.length)) ? inner : { ...inner, flat: false });
    }
  }
  lines.push(current.trimEnd());
  return lines.join("\n");
}

/** Whether a group and what follows it up to the next possible new line fit into the room left. */
function fits(first: Task, rest: readonly Task[], room: number): boolean {
  const stack: Task[] = [first];
  let following = rest.length;
  let left = room;
  while (left >= 0) {
    const task = stack.pop() ?? rest[--following];
    if (!task) return true;
    const { layout: l, indent: by, flat } = task;
    if (l.kind === "text") left -= l.text.length;
    else if (l.kind === "comment") return true;
    else if (l.kind === "line") {
      if (!flat || l.breaks) return true;
      left -= l.flat.length;
    } else if (l.kind === "concat") {
      for (let i = l.parts.length - 1; i >= 0; i--) stack.push({ layout: l.parts[i]!, indent: by, flat });
    } else stack.push({ layout: l.body, indent: by, flat: flat && !(l.kind === "group" && l.breaks) });
  }
  return false;
}
