import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocationLink, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { build, main } from "../built.js";
import { converse, spoken } from "./conversation.js";
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
  it("opens, reports, answers every kind of request, and ends", async () => {
    const { server, session } = started();
    const initialized = await session.start({
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "specs" }],
    });
    expect(initialized.serverInfo?.name).toBe("losslang");
    expect(initialized.capabilities.positionEncoding).toBe("utf-16");
    expect(initialized.capabilities.textDocumentSync).toEqual({ openClose: true, change: 2 });
    const uri = uriOf("main.loss");
    await session.open(uri, spoken);
    expect(await session.diagnostics(uri)).toEqual([]);
    await converse(session, uri, initialized);
    const end = ended(server);
    await session.stop();
    expect(await end).toBe(0);
    expect(session.log).toEqual([]);
  });

  it("leads to the recipes of the library, as files", async () => {
    const { session } = started();
    await session.start();
    const uri = uriOf("recipe.loss");
    await session.open(uri, "dice_ce\n");
    const [link] = await session.ask<LocationLink[]>("textDocument/definition", session.at(uri, 2));
    expect(readFileSync(fileURLToPath(link!.targetUri), "utf8")).toContain("def dice_ce");
    await session.stop();
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
