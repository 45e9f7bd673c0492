import { catalog, type Entry } from "../../diagnostics/catalog/index.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import { lossBlock, paragraphs } from "./markdown.js";

const entries: ReadonlyMap<string, Entry<string>> = new Map(
  Object.values(catalog as unknown as Record<string, Entry<string>>).map((entry) => [entry.code, entry]),
);

/** What the reports at an offset come from. Editors show their sentences themselves. */
export function hoverDiagnostics(
  { diagnostics, source }: Analysis,
  offset: number,
): { markdown: string; span: Span } | undefined {
  const here = diagnostics.filter(
    ({ span }) => span.file === source.file && span.start <= offset && (offset < span.end || span.start === span.end),
  );
  const met = new Map(here.map((diagnostic) => [diagnostic.code, diagnostic]));
  // The narrowest report is the one that is pointed at.
  const narrow = [...met.values()].sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  if (narrow.length === 0) return undefined;
  return { markdown: paragraphs(...narrow.map(explanationOf)), span: narrow[0]!.span };
}

/** Why it is a mistake, and the same put right. */
export function explanationOf({ code, title }: Pick<Diagnostic, "code" | "title">): string {
  const entry = entries.get(code);
  const example = entry?.example && !entry.example.right.includes("\n") ? entry.example : undefined;
  return paragraphs(
    `**${code}** ${sentenceCase(title)}. ${entry?.explanation ?? ""}`.trim(),
    example && lossBlock(`${example.right}   // and not: ${example.wrong}`),
  );
}

const sentenceCase = (title: string): string => title.charAt(0) + title.slice(1).toLowerCase();
