import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { vocabulary } from "../../../grammar/tokens.js";

/** The words and signs of the grammar, as patterns that match where a stream stands. Made from the tokens themselves, so that none can be forgotten. */
const patterns = vocabulary
  .filter(({ name }) => name !== "Space")
  .map(({ name, PATTERN, LONGER_ALT }) => ({
    name,
    pattern: new RegExp((PATTERN as RegExp).source, "y"),
    // `theny` is a name, not `then` and `y`.
    word: LONGER_ALT !== undefined,
  }));

const styles: Readonly<Record<string, string>> = {
  ...{ Use: "keyword", Task: "keyword", Param: "keyword", Def: "keyword", Minimize: "keyword" },
  ...{
    Then: "controlKeyword",
    On: "controlKeyword",
    Where: "controlKeyword",
    At: "controlKeyword",
    DotDot: "controlKeyword",
  },
  ...{
    Ease: "atom",
    Truth: "atom",
    Epoch: "unit",
    Step: "unit",
    Percent: "unit",
    Dimension: "unit",
    Numeral: "number",
  },
  ...{ Quoted: "string", Comment: "comment", Doc: "docComment", FileDoc: "docComment", Foreign: "invalid" },
  ...{ Plus: "operator", Minus: "operator", Star: "operator", Slash: "operator", Bang: "operator" },
};

interface Place {
  /** Open brackets, innermost last. */
  readonly open: string[];
  /** The keyword before a name that is being defined. */
  defining: boolean;
}

const ends: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function token(stream: StringStream, place: Place): string | null {
  if (stream.eatSpace()) return null;
  const { string, pos } = stream;
  for (const { name, pattern, word } of patterns) {
    pattern.lastIndex = pos;
    const found = pattern.exec(string)?.[0];
    if (!found || (word && /[A-Za-z0-9_]/.test(string[pos + found.length] ?? ""))) continue;
    stream.pos += found.length;
    if ("([{".includes(found)) place.open.push(found);
    else if (ends[found] && place.open.at(-1) === ends[found]) place.open.pop();
    const style = name === "Name" ? nameStyle(stream, place) : (styles[name] ?? "punctuation");
    place.defining = name === "Def" || name === "Param";
    return style;
  }
  stream.next();
  return "invalid";
}

function nameStyle(stream: StringStream, { open, defining }: Place): string {
  if (defining) return "definition";
  const inside = open.at(-1);
  if (inside === "[") return "className";
  if (inside === "{") return /^\s*:/.test(stream.string.slice(stream.pos)) ? "propertyName" : "className";
  if (inside === "(" && /^\s*=(?!=)/.test(stream.string.slice(stream.pos))) return "propertyName";
  return "variableName";
}

/** The language as an editor sees it, line by line. */
export const losslang = StreamLanguage.define<Place>({
  name: "losslang",
  startState: () => ({ open: [], defining: false }),
  copyState: ({ open, defining }) => ({ open: [...open], defining }),
  token,
  languageData: { commentTokens: { line: "//" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
  tokenTable: {
    unit: tags.unit,
    docComment: tags.docComment,
    controlKeyword: tags.controlKeyword,
    definition: tags.definition(tags.variableName),
  },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--syntax-keyword)", fontWeight: "600" },
  { tag: tags.controlKeyword, color: "var(--syntax-time)", fontWeight: "600" },
  { tag: [tags.unit, tags.atom], color: "var(--syntax-time)" },
  { tag: tags.number, color: "var(--syntax-number)" },
  { tag: tags.string, color: "var(--syntax-string)" },
  { tag: tags.comment, color: "var(--syntax-comment)" },
  { tag: tags.docComment, color: "var(--syntax-comment)", fontStyle: "italic" },
  { tag: tags.definition(tags.variableName), color: "var(--syntax-definition)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--syntax-loss)" },
  { tag: tags.className, color: "var(--syntax-class)" },
  { tag: tags.propertyName, color: "var(--syntax-property)" },
  { tag: [tags.operator, tags.punctuation], color: "var(--syntax-sign)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

export const highlighting: Extension = [losslang, syntaxHighlighting(colours)];
