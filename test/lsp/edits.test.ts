import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InlayHint, Range, SelectionRange } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { connected, diskOf } from "./inner.js";

const uri = "file:///specs/main.loss";
const program = `//! Vessels.
use "./a.loss"
task { classes: background, vessel }
param late = epoch40
/// Overlap.
def region(w = 0.5) = w*dice[vessel] + (1 - w)*ce
minimize region(w=0.3)
    then@late..late+10 cosine region + 0.2*cldice[vessel](iterations=10)
    then@plateau("val_dice", patience=5) ramp(0, 0.1, over=20)*betti
`;

/** What a hand, a clipboard or an accident may put into a text. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(..."()[]{}+-*/@.,:=!\"'0123456789 \n\r\\abz_;#%&") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "then@",
      "epoch40",
      "minimize ",
      "def f(",
      "use ",
      "\r\n",
      "// ",
      "/* ",
      "dice",
      "..",
      "param ",
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom("\u{1F600}", "\ud83d", "\ude00", "é", "∑", "\u2028", "\u0000", "\ufeff") },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: program.length }).map((at) => program.slice(at, at + 40)) },
);
/** Of the text as it is then: a share of it from which on, how much is replaced, and by what. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(30),
  put: fc.array(piece, { maxLength: 3 }),
});

const requests = [
  "textDocument/hover",
  "textDocument/completion",
  "textDocument/signatureHelp",
  "textDocument/definition",
  "textDocument/references",
  "textDocument/documentHighlight",
  "textDocument/documentLink",
  "textDocument/prepareRename",
  "textDocument/documentSymbol",
  "textDocument/foldingRange",
  "textDocument/selectionRange",
  "textDocument/semanticTokens/full",
  "textDocument/inlayHint",
  "textDocument/codeAction",
  "textDocument/formatting",
] as const;

let session: ReturnType<typeof connected>;
beforeAll(async () => {
  session = connected({
    disk: diskOf({ "/specs/a.loss": "def other = dice\n", "/specs/b.loss": 'use "./main.loss"\n' }),
  });
  await session.start({ workspaceFolders: [{ uri: "file:///specs", name: "specs" }] });
  await session.open(uri, program);
});
afterAll(() => session.connection.dispose());

/** Every range in an answer about the text itself. */
function rangesIn(answer: unknown, found: Range[] = []): Range[] {
  if (typeof answer !== "object" || answer === null) return found;
  const {
    start,
    end,
    uri: other,
    targetUri,
  } = answer as { start?: unknown; end?: unknown; uri?: string; targetUri?: string };
  if ((other ?? targetUri ?? uri) !== uri) return found;
  if (typeof start === "object" && typeof end === "object") found.push(answer as Range);
  else for (const part of Object.values(answer)) rangesIn(part, found);
  return found;
}

describe("random edits", { timeout: 240_000 }, () => {
  it("leave the server alive and in step, and its answers within the text", async () => {
    const one = fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), fc.nat(), async (edits, seed) => {
      for (const { at, length, put } of edits) {
        const text = session.documents.get(uri)!.getText();
        const start = Math.floor(at * text.length);
        await session.edit(uri, start, Math.min(text.length, start + length), put.join(""));
      }
      const document = session.documents.get(uri)!;
      const text = document.getText();
      const offset = text.length === 0 ? 0 : seed % (text.length + 1);
      const answers = await Promise.all(requests.map((method) => answer(method, document, offset)));
      expect(session.textOfServer(uri)).toBe(text);
      for (const range of rangesIn([answers, await session.diagnostics(uri)])) {
        expect(document.positionAt(document.offsetAt(range.start))).toEqual(range.start);
        expect(document.positionAt(document.offsetAt(range.end))).toEqual(range.end);
        expect(document.offsetAt(range.end)).toBeGreaterThanOrEqual(document.offsetAt(range.start));
      }
      // Not to wander off for good.
      if (text.length > 2000 || seed % 5 === 0) await session.edit(uri, 0, text.length, program);
    });
    await fc.assert(one, { seed: 11, numRuns: 60 });
    expect(session.log).toEqual([]);
  });
});

async function answer(method: (typeof requests)[number], document: TextDocument, offset: number): Promise<unknown> {
  const position = document.positionAt(offset);
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  try {
    return await session.ask<InlayHint[] | SelectionRange[]>(method, {
      textDocument: { uri },
      position,
      positions: [position],
      range: whole,
      options: {},
      context: { includeDeclaration: true, diagnostics: [] },
    });
  } catch (error) {
    // That something cannot be renamed is an answer; any other failure leaves a line in the log.
    if (method === "textDocument/prepareRename") return null;
    throw error;
  }
}
