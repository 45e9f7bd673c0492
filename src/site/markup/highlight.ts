import { stdlib } from "../../../stdlib/index.js";
import { recipes } from "../../../stdlib/recipes.gen.js";
import { escaped } from "../../docs/markup.js";
import { analyse } from "../../ide/analysis.js";
import { semanticTokens } from "../../ide/semantic-tokens.js";

/** A program as highlighted HTML; losses and recipes of the library are links. Text with syntax errors is highlighted as far as it can be parsed. */
export function highlighted(text: string, linkOf: (name: string) => string | undefined): string {
  const analysis = analyse({ file: "page.loss", text }, { library: stdlib, recipes });
  let html = "";
  let at = 0;
  for (const { span, type, modifiers } of semanticTokens(analysis)) {
    const word = text.slice(span.start, span.end);
    const href = type === "function" && modifiers.includes("defaultLibrary") ? linkOf(word) : undefined;
    html += escaped(text.slice(at, span.start));
    html +=
      href === undefined
        ? `<span class="${type}">${escaped(word)}</span>`
        : `<a class="${type}" href="${href}">${escaped(word)}</a>`;
    at = span.end;
  }
  return html + escaped(text.slice(at));
}
