import { type Range, TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Edit } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../text.js";

/** A stretch of a text, in UTF-16 offsets: what the compiler calls a span, without its file. */
export type OffsetRange = Pick<Span, "start" | "end">;

/** Lines and characters from 0, characters in UTF-16. A place between the two signs that end a line is the end of that line. */
export const rangeOf = (document: TextDocument, { start, end }: OffsetRange): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
});

export const offsetRangeOf = (document: TextDocument, { start, end }: Range): OffsetRange => ({
  start: document.offsetAt(start),
  end: document.offsetAt(end),
});

/** Changes of a text as a client makes them: its lines end as the text's do, and none is made that changes nothing. */
export function textEditsOf(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  const text = document.getText();
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return edits.flatMap((edit) => {
    const { span, text: put } = whole(text, edit);
    const written = put.replace(/\r?\n/g, end);
    return text.slice(span.start, span.end) === written ? [] : [TextEdit.replace(rangeOf(document, span), written)];
  });
}

/** No position lies between the two signs of a line's end, so an edit that begins or ends there takes both. */
function whole(text: string, { span, text: put }: Edit): Edit {
  const cut = (at: number) => text[at - 1] === "\r" && text[at] === "\n";
  const [before, after] = [cut(span.start), cut(span.end)];
  return {
    span: { ...span, start: span.start - Number(before), end: span.end + Number(after) },
    text: `${before ? "\r" : ""}${put}${after ? "\n" : ""}`,
  };
}
