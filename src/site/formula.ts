import katex from "katex";

/** A formula, drawn, with MathML for who listens to the page. @throws {Error} if the LaTeX is not sound. */
export const formulaHtml = (latex: string): string =>
  `<div class="formula" tabindex="0">${latex
    .split(/,\s*\\quad\s*/)
    .map((part) => katex.renderToString(part, { displayMode: true, output: "htmlAndMathml", throwOnError: true }))
    .join("")}</div>`;
