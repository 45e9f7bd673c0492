import katex from "katex";

/** A typeset formula, with MathML for screen readers. @throws {Error} if the LaTeX is invalid. */
export const formulaHtml = (latex: string): string =>
  `<div class="formula" tabindex="0">${latex
    .split(/,\s*\\quad\s*/)
    .map((part) => katex.renderToString(part, { displayMode: true, output: "htmlAndMathml", throwOnError: true }))
    .join("")}</div>`;
