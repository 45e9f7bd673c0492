import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../src/diagnostics/diagnostic.js";
import {
  type Analysis,
  codeActions,
  type DocumentSymbol,
  definition,
  documentLinks,
  documentSymbols,
  fixAll,
  fixesFor,
  foldingRanges,
  formatting,
  highlights,
  inlayHints,
  prepareRename,
  references,
  rename,
  selectionRanges,
  semanticTokens,
  workspaceSymbols,
} from "../../src/ide/index.js";
import type { Span } from "../../src/text.js";
import { analysed, edited } from "./marked.js";

const folder = join(import.meta.dirname, "../../examples/specs");
const shared = readFileSync(join(folder, "shared/regions.loss"), "utf8");
const specs = readdirSync(folder)
  .filter((file) => file.endsWith(".loss"))
  .map((file) => readFileSync(join(folder, file), "utf8"));

/** Texts of a person who is typing: examples from which pieces were cut, and into which others were put. */
const torn = fc
  .tuple(
    fc.constantFrom(...specs),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat(30),
        put: fc.oneof(
          fc.constantFrom(
            "",
            "(",
            ")",
            "[",
            "then@",
            "def ",
            "minimize ",
            "*",
            "..",
            '"',
            "\n",
            "//",
            "task {",
            "epoch",
            " on ",
            "=",
            "🙂",
          ),
          fc.string({ maxLength: 4 }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([spec, changes, where]) => {
    const text = changes.reduce((t, { at, cut, put }) => {
      const start = Math.floor(at * t.length);
      return t.slice(0, start) + put + t.slice(start + cut);
    }, spec);
    return { text, offset: Math.floor(where * (text.length + 1)) };
  });

/** Every place lies in a text that is known. */
function judge(spans: readonly Span[], { sources }: Analysis): void {
  for (const { file, start, end } of spans) {
    const length = sources.get(file)?.text.length ?? -1;
    if (!(Number.isInteger(start) && 0 <= start && start <= end && end <= length))
      throw new Error(`${file}:${start}..${end} of ${length}`);
  }
}

function judgeEdits(edits: readonly Edit[], analysis: Analysis): void {
  judge(
    edits.map(({ span }) => span),
    analysis,
  );
  for (const file of new Set(edits.map(({ span }) => span.file)))
    edited(
      analysis.sources.get(file)!.text,
      edits.filter(({ span }) => span.file === file),
    );
}

const flat = (symbols: readonly DocumentSymbol[]): readonly DocumentSymbol[] =>
  symbols.flatMap((symbol) => [symbol, ...flat(symbol.children)]);

function judgeAll(analysis: Analysis, offset: number): void {
  const { text } = analysis.source;
  const found = definition(analysis, offset);
  judge(found ? [found.origin, found.target, found.name] : [], analysis);
  judge(references(analysis, offset), analysis);
  judge(
    highlights(analysis, offset).map(({ span }) => span),
    analysis,
  );
  const prepared = prepareRename(analysis, offset);
  if (prepared && "span" in prepared) judge([prepared.span], analysis);
  const renamed = rename(analysis, offset, "another_name");
  judgeEdits("edits" in renamed ? renamed.edits : [], analysis);
  expect("edits" in renamed).toBe(prepared !== undefined && "span" in prepared);
  const symbols = flat(documentSymbols(analysis));
  judge(
    symbols.flatMap(({ span, selection }) => [span, selection]),
    analysis,
  );
  for (const { span, selection } of symbols)
    expect(span.start <= selection.start && selection.end <= span.end).toBe(true);
  judge(
    workspaceSymbols([analysis], "e").map(({ span }) => span),
    analysis,
  );
  judge(
    foldingRanges(analysis).map(({ span }) => span),
    analysis,
  );
  judge(
    documentLinks(analysis).map(({ span }) => span),
    analysis,
  );
  const grown = selectionRanges(analysis, offset);
  judge(grown, analysis);
  for (const [i, { start, end }] of grown.entries()) {
    const inner = grown[i - 1] ?? { start: offset, end: offset };
    expect(start <= inner.start && inner.end <= end).toBe(true);
  }
  const tokens = semanticTokens(analysis);
  judge(
    tokens.map(({ span }) => span),
    analysis,
  );
  for (const [i, { span }] of tokens.entries()) {
    expect(span.start).toBeGreaterThanOrEqual(tokens[i - 1]?.span.end ?? 0);
    expect(text.slice(span.start, span.end)).toMatch(/^[^\r\n]+$/);
  }
  for (const hint of inlayHints(analysis))
    judge([{ file: "main.loss", start: hint.offset, end: hint.offset }], analysis);
  judgeEdits(formatting(analysis), analysis);
  judgeEdits(fixAll(analysis), analysis);
  for (const { edits } of codeActions(analysis, { start: Math.max(0, offset - 12), end: offset }))
    judgeEdits(edits, analysis);
  for (const diagnostic of analysis.diagnostics)
    for (const { edits, title } of fixesFor(analysis, diagnostic)) {
      expect(title).not.toBe("");
      judgeEdits(edits, analysis);
    }
}

describe("on torn text", () => {
  it("nothing throws, and every place is one", () => {
    fc.assert(
      fc.property(torn, ({ text, offset }) => {
        const { analysis } = analysed(text.replace(/[|«»]/g, " "), { resolve: () => shared });
        judgeAll(analysis, Math.min(offset, analysis.source.text.length));
      }),
      { seed: 20_261, numRuns: Number(process.env.TORN_RUNS ?? 150) },
    );
  }, 120_000);
});
