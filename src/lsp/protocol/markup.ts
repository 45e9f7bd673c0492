import { type MarkupContent, MarkupKind } from "vscode-languageserver";

/** Markdown for a client that reads it; for another the same text, which is meant to be readable as it is. */
export const markup = (value: string, formats: readonly MarkupKind[] = [MarkupKind.Markdown]): MarkupContent => ({
  kind: formats.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText,
  value,
});
