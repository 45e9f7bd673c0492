import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StreamMessageReader, StreamMessageWriter, type TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { build, main } from "../built.js";
import { Session } from "./session.js";

let folder = "";
beforeAll(() => {
  build();
  folder = mkdtempSync(join(tmpdir(), "losslang-lsp-"));
  mkdirSync(join(folder, "shared recipes"));
  writeFileSync(join(folder, "shared recipes/a.loss"), "def region = dice + ce\n");
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

const uriOf = (path: string) => pathToFileURL(join(folder, path)).href;

function started(args: readonly string[] = ["lsp", "--stdio"], env: Record<string, string> = {}) {
  const server = spawn(process.execPath, [main, ...args], { env: { PATH: process.env.PATH ?? "", ...env } });
  return {
    server,
    session: new Session(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin)),
  };
}

const ended = (server: ChildProcessWithoutNullStreams) => new Promise((resolve) => server.once("exit", resolve));

describe("the language server as a process", { timeout: 60_000 }, () => {
  it("opens, reports, formats and ends", async () => {
    const { server, session } = started();
    const { serverInfo, capabilities } = await session.start({
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "specs" }],
    });
    expect(serverInfo?.name).toBe("losslang");
    expect(capabilities.positionEncoding).toBe("utf-16");
    const uri = uriOf("main.loss");
    await session.open(uri, 'use "./shared recipes/a.loss"\nminimize region+dize // ∑\n');
    expect(await session.diagnostics(uri)).toMatchObject([{ code: "L201" }]);
    await session.edit(uri, 46, 50, "betti");
    expect(await session.diagnostics(uri)).toEqual([]);
    const edits = await session.ask<TextEdit[]>("textDocument/formatting", { textDocument: { uri }, options: {} });
    expect(TextDocument.applyEdits(session.documents.get(uri)!, edits)).toBe(
      'use "./shared recipes/a.loss"\n\nminimize region + betti // ∑\n',
    );
    const end = ended(server);
    await session.stop();
    expect(await end).toBe(0);
  });

  it("ends when its editor is gone", async () => {
    const { server, session } = started();
    await session.start();
    const end = ended(server);
    server.stdin.end();
    expect(await end).toBe(1);
  });

  it("says how it is started", async () => {
    const { server } = started(["lsp"]);
    let said = "";
    server.stderr.on("data", (part) => {
      said += part;
    });
    expect(await ended(server)).toBe(2);
    expect(said).toContain("losslang lsp --stdio");
  });
});
