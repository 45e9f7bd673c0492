import { beforeEach, describe, expect, it } from "vitest";
import type {
  CodeAction,
  DocumentSymbol,
  FoldingRange,
  LocationLink,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  WorkspaceSymbol,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { connected, diskOf } from "./inner.js";
import type { Session } from "./session.js";

const uri = "file:///specs/main.loss";
const text = `use "./shared/a.loss"

task {
  classes: background, vessel
}

param late = epoch40

minimize region(w=0.3)
    then@late 0.5*dice[vessel] + betti
`;
const shared = "/// Overlap and pixels.\ndef region(w = 0.5) = w*dice + (1 - w)*ce\n";
const other = 'use "./shared/a.loss"\nminimize 2*region\n';

let session: Session;
beforeEach(async () => {
  const disk = diskOf({ "/specs/shared/a.loss": shared, "/specs/other.loss": other });
  session = connected({ disk });
  await session.start({ workspaceFolders: [{ uri: "file:///specs", name: "specs" }] });
  await session.open(uri, text);
});

const at = (part: string, more = 0) => session.at(uri, text.indexOf(part) + more);
const of = { textDocument: { uri } };
const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

describe("from a name", () => {
  it("to where it is declared, in another file", async () => {
    expect(await session.ask<LocationLink[]>("textDocument/definition", at("region(", 2))).toEqual([
      {
        originSelectionRange: range(8, 9, 15),
        targetUri: "file:///specs/shared/a.loss",
        targetRange: range(1, 0, 41),
        targetSelectionRange: range(1, 4, 10),
      },
    ]);
    expect(await session.ask("textDocument/definition", at("background", 40))).toBeNull();
  });

  it("to every place that speaks of it, also in files that are not open", async () => {
    const asked = { ...at("region("), context: { includeDeclaration: true } };
    expect(await session.ask("textDocument/references", asked)).toEqual([
      { uri, range: range(8, 9, 15) },
      { uri: "file:///specs/shared/a.loss", range: range(1, 4, 10) },
      { uri: "file:///specs/other.loss", range: range(1, 11, 17) },
    ]);
  });

  it("to its like in the text", async () => {
    expect(await session.ask("textDocument/documentHighlight", at("late"))).toEqual([
      { range: range(6, 6, 10), kind: 3 },
      { range: range(9, 9, 13), kind: 2 },
    ]);
  });

  it("to another name, everywhere", async () => {
    expect(await session.ask("textDocument/prepareRename", at("region(", 1))).toEqual({
      range: range(8, 9, 15),
      placeholder: "region",
    });
    const { changes } = await session.ask<{ changes: Record<string, unknown> }>("textDocument/rename", {
      ...at("region(", 1),
      newName: "area",
    });
    expect(changes).toEqual({
      [uri]: [{ range: range(8, 9, 15), newText: "area" }],
      "file:///specs/shared/a.loss": [{ range: range(1, 4, 10), newText: "area" }],
      "file:///specs/other.loss": [{ range: range(1, 11, 17), newText: "area" }],
    });
  });

  it("to no name that would mean something else", async () => {
    const named = (newName: string) => session.ask("textDocument/rename", { ...at("region(", 1), newName });
    await expect(named("dice")).rejects.toThrow(/`dice` is a loss of the library/);
    await expect(named("then")).rejects.toThrow(/word of the language/);
    await expect(session.ask("textDocument/prepareRename", at("betti"))).rejects.toThrow(/keeps its name/);
  });

  it("to the file of a path", async () => {
    expect(await session.ask("textDocument/documentLink", of)).toEqual([
      { range: range(0, 5, 20), target: "file:///specs/shared/a.loss" },
    ]);
  });
});

describe("the outline", () => {
  it("has the parts of a text in layers", async () => {
    const symbols = await session.ask<DocumentSymbol[]>("textDocument/documentSymbol", of);
    const tree = (all: readonly DocumentSymbol[]): unknown[] =>
      all.map(({ name, children = [] }) => (children.length > 0 ? [name, ...tree(children)] : name));
    expect(tree(symbols)).toEqual([
      ["task", ["classes", "background", "vessel"]],
      "late",
      ["minimize", "from the beginning", "then@late"],
    ]);
  });

  it("is flat for those who know no layers", async () => {
    const plain = connected();
    await plain.start({ capabilities: {} });
    await plain.open(uri, text);
    const symbols = await plain.ask<{ name: string; containerName?: string }[]>("textDocument/documentSymbol", of);
    expect(symbols.find(({ name }) => name === "vessel")).toMatchObject({ containerName: "classes" });
  });

  it("finds names in all files around", async () => {
    const found = await session.ask<WorkspaceSymbol[]>("workspace/symbol", { query: "rgn" });
    expect(found.map(({ name, location }) => [name, location.uri])).toEqual([
      ["region", "file:///specs/shared/a.loss"],
    ]);
    const all = await session.ask<WorkspaceSymbol[]>("workspace/symbol", { query: "" });
    expect(all.map(({ name }) => name).sort()).toEqual(["background", "late", "region", "vessel"]);
  });

  it("folds, and leaves the closing bracket to be seen", async () => {
    const folds = await session.ask<FoldingRange[]>("textDocument/foldingRange", of);
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [2, 3],
      [8, 9],
    ]);
  });

  it("grows a selection", async () => {
    const [selection] = await session.ask<SelectionRange[]>("textDocument/selectionRange", {
      ...of,
      positions: [at("vessel]").position],
    });
    const texts: string[] = [];
    const document = session.documents.get(uri)!;
    for (let s: SelectionRange | undefined = selection; s; s = s.parent) texts.push(document.getText(s.range));
    expect(texts[0]).toBe("vessel");
    expect(texts.at(-1)).toBe(text);
    expect(texts).toContain("dice[vessel]");
    for (const [i, inner] of texts.slice(0, -1).entries()) expect(texts[i + 1]).toContain(inner);
  });
});

describe("tokens", () => {
  it("are told whole, in part, and by what has changed", async () => {
    const { capabilities } = await connected().start();
    const legend = capabilities.semanticTokensProvider!.legend;
    const whole = await session.ask<SemanticTokens>("textDocument/semanticTokens/full", of);
    const words = decoded(whole.data, session.documents.get(uri)!).map(
      ({ word, type }) => `${word} ${legend.tokenTypes[type]}`,
    );
    expect(words).toContain("late variable");
    expect(words).toContain("vessel enumMember");
    expect(words).toContain("betti function");

    const part = await session.ask<SemanticTokens>("textDocument/semanticTokens/range", {
      ...of,
      range: range(6, 0, 20),
    });
    expect(decoded(part.data, session.documents.get(uri)!).map(({ word }) => word)).toEqual([
      "param",
      "late",
      "=",
      "epoch",
      "40",
    ]);

    await session.edit(uri, text.indexOf("0.5*dice"), text.indexOf("0.5*dice") + 3, "0.25");
    const asked = { ...of, previousResultId: whole.resultId };
    const { edits } = await session.ask<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", asked);
    const data = [...whole.data];
    for (const { start, deleteCount, data: put = [] } of edits.toReversed()) data.splice(start, deleteCount, ...put);
    const fresh = await session.ask<SemanticTokens>("textDocument/semanticTokens/full", of);
    expect(data).toEqual(fresh.data);
    expect(edits[0]!.data?.length ?? 0).toBeLessThan(10);
  });
});

/** The words that numbers of tokens speak of. */
function decoded(data: readonly number[], document: TextDocument) {
  const words: { word: string; type: number }[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [down, along, length, type] = data.slice(i, i + 4) as [number, number, number, number];
    line += down;
    character = down > 0 ? along : character + along;
    const word = document.getText({ start: { line, character }, end: { line, character: character + length } });
    words.push({ word, type });
  }
  return words;
}

describe("actions", () => {
  const asked = (only?: readonly string[]) => ({
    ...of,
    range: { start: session.at(uri, 0).position, end: session.documents.get(uri)!.positionAt(999) },
    context: { diagnostics: [], ...(only && { only }) },
  });
  const actions = (only?: readonly string[]) => session.ask<CodeAction[]>("textDocument/codeAction", asked(only));

  it("put a report right, and the one that is certain is preferred", async () => {
    await session.edit(uri, 0, text.length, "dice(smooth: 1)\n");
    const [fix] = await actions(["quickfix"]);
    expect(fix).toMatchObject({ title: "Write `=`", kind: "quickfix", isPreferred: true });
    expect(fix!.edit!.changes![uri]).toEqual([{ range: range(0, 11, 12), newText: "=" }]);
  });

  it("put all right at once when a file is saved, and only then", async () => {
    await session.edit(uri, 0, text.length, "dice(smooth: 1) × 2;\n");
    const [all, ...more] = await actions(["source.fixAll"]);
    expect([all!.kind, more]).toEqual(["source.fixAll.losslang", []]);
    expect(TextDocument.applyEdits(session.documents.get(uri)!, all!.edit!.changes![uri]!)).toBe(
      "dice(smooth= 1) * 2\n",
    );
    expect((await actions()).map(({ kind }) => kind)).not.toContain("source.fixAll.losslang");
  });

  it("rewrite what is right", async () => {
    const part = { start: at("0.5*dice").position, end: at("0.5*dice", 16).position };
    const offers = await session.ask<CodeAction[]>("textDocument/codeAction", {
      ...of,
      range: part,
      context: { diagnostics: [], only: ["refactor"] },
    });
    expect(offers.map(({ kind }) => kind)).toContain("refactor.extract");
    expect(offers.filter(({ kind }) => !kind!.startsWith("refactor."))).toEqual([]);
  });
});

describe("formatting", () => {
  it("of a range leaves the rest", async () => {
    await session.edit(uri, 0, text.length, "param a=1\nparam  b  =  2\nminimize a*dice+b*ce\n");
    const edits = await session.ask<[]>("textDocument/rangeFormatting", { ...of, options: {}, range: range(1, 0, 14) });
    expect(TextDocument.applyEdits(session.documents.get(uri)!, edits)).toBe(
      "param a=1\nparam b = 2\nminimize a*dice+b*ce\n",
    );
  });

  it("keeps the line ends of a text", async () => {
    await session.edit(uri, 0, text.length, "param a=1\r\nminimize a*dice+ce\r\n");
    const edits = await session.ask<[]>("textDocument/formatting", { ...of, options: {} });
    expect(TextDocument.applyEdits(session.documents.get(uri)!, edits)).toBe(
      "param a = 1\r\n\r\nminimize a*dice + ce\r\n",
    );
  });
});

describe("a text that is not open", () => {
  it.each([
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/semanticTokens/full",
    "textDocument/formatting",
  ])("has no answer to %s", async (method) => {
    const nothing = { textDocument: { uri: "file:///none.loss" }, position: { line: 0, character: 0 }, context: {} };
    expect(await session.ask(method, nothing)).toBeNull();
  });
});
