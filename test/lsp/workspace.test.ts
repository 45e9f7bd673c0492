import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { CancellationTokenSource, LSPErrorCodes } from "vscode-languageserver";
import { createConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { standardLibrary, virtualRecipe } from "../../src/lsp/standard.js";
import { Workspace } from "../../src/lsp/workspace.js";
import { connected, diskOf } from "./inner.js";
import { Session } from "./session.js";

const uri = "file:///specs/main.loss";

/** A workspace with a text that an editor keeps in step. */
async function opened(text: string, files: Record<string, string> = {}) {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  const workspace = new Workspace({ version: "0", disk: diskOf(files), ...standardLibrary(virtualRecipe) });
  workspace.documents.listen(connection);
  connection.onInitialize(() => ({ capabilities: {} }));
  connection.listen();
  const session = new Session(new StreamMessageReader(back), new StreamMessageWriter(there));
  await session.start();
  await session.open(uri, text);
  // Whatever is asked is answered after what was sent before.
  const caughtUp = () => session.ask("none").catch(() => undefined);
  await caughtUp();
  return { workspace, session, caughtUp };
}

describe("an analysis", () => {
  it("is made once for a version, and again for the next", async () => {
    const { workspace, session, caughtUp } = await opened("dice\n");
    const { analysis } = workspace.at(uri)!;
    expect(workspace.at(uri)!.analysis).toBe(analysis);
    await session.edit(uri, 0, 4, "ce");
    await caughtUp();
    expect(workspace.at(uri)!.analysis).not.toBe(analysis);
    expect(workspace.at(uri)!.analysis.source.text).toBe("ce\n");
  });

  it("is made again when a file it reads says something else, or is there at last", async () => {
    const files: Record<string, string> = { "/specs/other.loss": "def x = dice\n" };
    const { workspace } = await opened('use "./a.loss"\nminimize a\n', files);
    const { analysis } = workspace.at(uri)!;
    files["/specs/other.loss"] = "def x = ce\n";
    expect(workspace.at(uri)!.analysis).toBe(analysis);
    files["/specs/a.loss"] = "def a = dice\n";
    const second = workspace.at(uri)!.analysis;
    expect([analysis.program, second.program?.terms.length]).toEqual([undefined, 1]);
    expect(workspace.at(uri)!.analysis).toBe(second);
    files["/specs/a.loss"] = "def a = dice + ce\n";
    expect(workspace.at(uri)!.analysis.program?.terms.length).toBe(2);
  });

  it("is made again under other settings", async () => {
    const { workspace } = await opened("dice then@50% ce\n");
    expect(workspace.at(uri)!.analysis.diagnostics).not.toEqual([]);
    const settings = { epochs: 10 };
    workspace.settingsOf = () => settings;
    expect(workspace.at(uri)!.analysis.diagnostics).toEqual([]);
  });
});

describe("a request that is cancelled", () => {
  it("is not computed if it still waits its turn", async () => {
    const session = connected();
    await session.start();
    await session.open(uri, "dice\n");
    const of = { textDocument: { uri } };
    const source = new CancellationTokenSource();
    const answers = Array.from({ length: 20 }, () => session.connection.sendRequest("textDocument/documentSymbol", of));
    const last = session.connection.sendRequest("textDocument/documentSymbol", of, source.token);
    source.cancel();
    await expect(last).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    for (const answer of await Promise.all(answers)) expect(answer).toHaveLength(1);
  });
});
