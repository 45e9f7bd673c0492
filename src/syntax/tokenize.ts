import type { ILexingError, IToken, Lexer } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import { type Diagnostic, type Extra, report } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../text.js";
import type { Comment } from "./ast.js";
import { commentsOf } from "./comments.js";
import { spanOf } from "./terminals.js";

export interface Tokens {
  /** What the parser reads, in order; foreign spellings of a sign stand as that sign. */
  readonly tokens: IToken[];
  readonly comments: Comment[];
  readonly diagnostics: Diagnostic[];
}

let lexer: Lexer | undefined;

/** Cut a text into tokens. Total: what is not a token is reported and left out. */
export function tokenize({ file, text }: Source): Tokens {
  lexer ??= t.createLexer();
  const { tokens, groups, errors } = lexer.tokenize(text);
  const comments = commentsOf(groups.comments ?? [], file);
  const foreign = (groups.foreign ?? []).map((token) => foreignText(token, file, text));
  const slips: Diagnostic[] = [];
  for (const token of tokens) {
    const found = slip(token, file);
    if (found) slips.push(found);
  }
  return { tokens, comments, diagnostics: [...junk(errors, text, file), ...foreign, ...slips] };
}

/** Runs of characters that begin no token; runs with only blanks between them are one mistake. */
function junk(errors: readonly ILexingError[], text: string, file: string): Diagnostic[] {
  const runs: { start: number; end: number }[] = [];
  for (const { offset, length } of errors) {
    const last = runs.at(-1);
    if (last && text.slice(last.end, offset).trim() === "") last.end = offset + length;
    else runs.push({ start: offset, end: offset + length });
  }
  return runs.map(({ start, end }) => {
    const found = text.slice(start, end);
    return report(
      "unknownCharacters",
      { file, start, end },
      { found: quoted(found) },
      { hint: junkHint(found, text[start - 1]) },
    );
  });
}

/** Shown in a sentence: short, and with nothing in it a terminal would act on. */
function quoted(found: string): string {
  const visible = found.replace(
    /[\p{C}\p{Z}]/gu,
    (c) => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return `\`${visible.length > 24 ? `${visible.slice(0, 24)}…` : visible}\``;
}

function junkHint(found: string, before: string | undefined): string | undefined {
  if (found.startsWith("%")) return "a share of the training is written without a space: `30%`";
  if (found.startsWith("&") || found.startsWith("|")) return "to have two losses at once, add them: `a + b`";
  if (found === "." && before !== undefined && /\d/.test(before)) return "a number has one decimal point";
  if (found === ".") return "a range is written with two dots: `1..3`";
  if (found.startsWith("^")) return "there are no powers; losses are only added and scaled";
  if (/^\p{L}/u.test(found)) return "names are made of the letters a–z and A–Z, digits and `_`";
  return undefined;
}

function foreignText(token: IToken, file: string, text: string): Diagnostic {
  const span = spanOf(token, file);
  if (token.image.startsWith(";")) {
    const certain = /^\s*(?:$|(?:use|task|param|def|minimize)\b)/.test(text.slice(span.end, span.end + 200));
    const fixes = [{ title: "remove it", certain, edits: [{ span, text: "" }] }];
    return report(
      "foreignSign",
      span,
      { found: ";", instead: "nothing separates items, each is opened by its keyword" },
      { fixes },
    );
  }
  const block = token.image.startsWith("/*");
  const mark = block ? "/*" : "#";
  const opening: Span = { ...span, end: span.start + mark.length };
  const fixes = block ? [] : [{ title: "write `//`", certain: true, edits: [{ span: opening, text: "//" }] }];
  return report(
    "foreignSign",
    opening,
    { found: mark, instead: "a comment begins with `//` and ends with its line" },
    { fixes },
  );
}

/** A token in another language's spelling. */
function slip(token: IToken, file: string): Diagnostic | undefined {
  if (token.tokenType === t.Quoted) return stringSlip(token, file);
  const written = t.canonical.get(token.tokenType);
  if (written === undefined || written === token.image) return undefined;
  const span = spanOf(token, file);
  if (token.image === "**") {
    return report("foreignSign", span, {
      found: "**",
      instead: "there are no powers, losses are only added and scaled",
    });
  }
  return report("foreignSign", span, { found: token.image, instead: `write \`${written}\`` }, replace(span, written));
}

function stringSlip(token: IToken, file: string): Diagnostic | undefined {
  const { image } = token;
  const span = spanOf(token, file);
  if (!isClosed(image)) return report("unclosedString", span, {}, { hint: 'end it with `"` where the text ends' });
  if (image.startsWith('"')) return undefined;
  const inner = image.slice(1, -1);
  const fix = /["\\]/.test(inner) ? {} : replace(span, `"${inner}"`);
  return report("foreignSign", span, { found: image[0]!, instead: "a string stands between double quotes" }, fix);
}

const isClosed = (image: string): boolean =>
  image.startsWith('"') ? /^"(?:[^"\\]|\\.)*"$/.test(image) : image.length > 1 && /['“”"]$/.test(image);

const replace = (span: Span, text: string): Extra => ({
  fixes: [{ title: `write \`${text}\``, certain: true, edits: [{ span, text }] }],
});

/** What a string token says, without quotes and escapes. */
export function stringValue(token: IToken): string {
  const { image } = token;
  const inner = isClosed(image) ? image.slice(1, -1) : image.slice(1);
  return image.startsWith('"') ? inner.replace(/\\(["\\])/g, "$1") : inner;
}
