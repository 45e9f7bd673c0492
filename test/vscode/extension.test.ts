import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { chooseServer } from "../../examples/vscode/src/choice.js";
import { converse, spoken } from "../lsp/conversation.js";
import { Session } from "../lsp/session.js";

const root = join(import.meta.dirname, "../..");
let folder = "";
let files: Readonly<Record<string, Uint8Array>> = {};
const extension = () => join(folder, "extension");
const text = (path: string) => new TextDecoder().decode(files[path]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "losslang-vsix-"));
  const vsix = join(folder, "losslang.vsix");
  const { stderr, status } = spawnSync(process.execPath, [join(root, "examples/vscode/vsix.js"), vsix], {
    encoding: "utf8",
  });
  expect([stderr, status]).toEqual(["", 0]);
  files = unzipSync(readFileSync(vsix));
  for (const [path, content] of Object.entries(files)) put(join(folder, path), content);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

describe("the packaged extension", () => {
  it("holds every file that its manifests name", () => {
    const manifest = JSON.parse(text("extension/package.json"));
    const { languages, grammars, snippets } = manifest.contributes;
    const named: string[] = [
      manifest.main,
      manifest.icon,
      ...languages.flatMap((one: { configuration: string; icon: object }) => [
        one.configuration,
        ...Object.values(one.icon),
      ]),
      ...[...grammars, ...snippets].map((one: { path: string }) => one.path),
    ];
    for (const path of named) expect(Object.keys(files)).toContain(`extension/${path.replace(/^\.\//, "")}`);
    const described = [...text("extension.vsixmanifest").matchAll(/(?:Path="|<License>|<Icon>)([^"<]+)/g)];
    expect(described.length).toBeGreaterThan(5);
    for (const [, path] of described) expect(Object.keys(files)).toContain(path);
  });

  it("tells the editor what each file is", () => {
    const known = [...text("[Content_Types].xml").matchAll(/Extension="(\.[^"]+)"/g)].map(([, end]) => end!);
    const ends = new Set(
      Object.keys(files)
        .filter((path) => path !== "[Content_Types].xml")
        .map((path) => /\.[^./]+$/.exec(path)?.[0]),
    );
    expect([...ends].filter((end) => end === undefined || !known.includes(end))).toEqual([]);
  });

  it("has settings, commands and rules that can be read", () => {
    const { contributes } = JSON.parse(text("extension/package.json"));
    expect(Object.keys(contributes.configuration.properties)).toContain("losslang.epochs");
    const rules = JSON.parse(text("extension/language-configuration.json"));
    for (const { beforeText, afterText } of rules.onEnterRules)
      for (const pattern of [beforeText, afterText]) if (pattern !== undefined) new RegExp(pattern);
    const continues = rules.onEnterRules.find(({ beforeText }: { beforeText: string }) =>
      new RegExp(beforeText).test("/// Overlap"),
    );
    expect(continues.action.appendText).toBe("/// ");
    expect(new RegExp(rules.wordPattern, "g").exec("0.5*dice")?.[0]).toBe("0.5");
    expect(new RegExp(rules.indentationRules.increaseIndentPattern).test("task {")).toBe(true);
  });

  it("keeps the licences of what it contains", () => {
    for (const name of ["chevrotain", "zod", "vscode-languageclient", "vscode-languageserver"])
      expect(text("extension/ThirdPartyNotices.txt")).toContain(`\n${name} `);
  });

  it("brings a server that needs nothing else", async () => {
    put(join(folder, "specs/shared recipes/a.loss"), "def region = dice + ce\n");
    const specs = pathToFileURL(join(folder, "specs")).href;
    const server = spawn(process.execPath, [join(extension(), "dist/server.cjs"), "--stdio"]);
    const session = new Session(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
    const initialized = await session.start({ workspaceFolders: [{ uri: specs, name: "specs" }] });
    await session.open(`${specs}/main.loss`, spoken);
    await converse(session, `${specs}/main.loss`, initialized);

    const wrong = `${specs}/wrong.loss`;
    await session.open(wrong, "dize\n");
    const [report] = await session.diagnostics(wrong);
    expect(readFileSync(fileURLToPath(report!.codeDescription!.href), "utf8")).toMatch(/^\*\*L201\*\* /);

    const recipe = `${specs}/recipe.loss`;
    await session.open(recipe, "dice_ce\n");
    expect(await session.ask("textDocument/definition", session.at(recipe, 2))).toMatchObject([
      { targetUri: pathToFileURL(join(extension(), "recipes/dice_ce.loss")).href },
    ]);
    const ended = new Promise((resolve) => server.once("exit", resolve));
    await session.stop();
    expect(await ended).toBe(0);
  }, 60_000);

  it("starts it, shows its reports, and starts it again when asked to", () => {
    put(join(folder, "node_modules/vscode/index.js"), readFileSync(join(import.meta.dirname, "stub.cjs")));
    put(join(folder, "start.cjs"), readFileSync(join(import.meta.dirname, "start.cjs")));
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, "start.cjs"), join(extension(), "dist/extension.cjs"), extension()],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect(stderr.slice(-2000)).toBe("");
    const happened = JSON.parse(stdout);
    const report = { message: expect.stringContaining("`dize`"), code: { value: "L201" }, source: "losslang" };
    expect(happened).toMatchObject({
      status: expect.stringMatching(/^losslang \d/),
      detail: "the extension's own",
      first: [report],
      again: [report],
      commands: ["losslang.restart", "losslang.showOutput"],
      output: ["info: Server process exited successfully"],
    });
    expect(happened.providers).toContain("registerHoverProvider");
    expect(happened.providers).toContain("registerCodeActionsProvider");
  }, 90_000);
});

describe("the choice of a server", () => {
  const circumstances = () => ({
    extension: "/ext",
    folders: [join(folder, "project")],
    trusted: true,
    wanted: "installed",
  });

  it("falls on what the folder has installed, if it is trusted and has a server", () => {
    expect(chooseServer(circumstances()).module).toBe(join("/ext", "dist/server.cjs"));
    const installed = join(folder, "project/node_modules/losslang");
    put(join(installed, "dist/src/cli/main.js"), "");
    expect(chooseServer(circumstances()).origin).toBe("the extension's own");
    put(join(installed, "dist/src/lsp/node.js"), "");
    expect(chooseServer(circumstances())).toEqual({
      module: join(installed, "dist/src/cli/main.js"),
      args: ["lsp"],
      origin: installed,
    });
    expect(chooseServer({ ...circumstances(), trusted: false }).origin).toBe("the extension's own");
    expect(chooseServer({ ...circumstances(), wanted: "bundled" }).origin).toBe("the extension's own");
  });
});
