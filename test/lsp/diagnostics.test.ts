import { describe, expect, it } from "vitest";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { connected, diskOf } from "./inner.js";

const uri = "file:///specs/main.loss";

async function reportsOn(text: string, files: Readonly<Record<string, string>> = {}) {
  const session = connected({ disk: diskOf(files), explanation: (code) => `https://example.org/${code}` });
  await session.start();
  await session.open(uri, text);
  return session.diagnostics(uri);
}

describe("reports", () => {
  it("have a place, a code, its page, and the remedy", async () => {
    expect(await reportsOn("0.5*dize + ce\n")).toEqual([
      {
        range: { start: { line: 0, character: 4 }, end: { line: 0, character: 8 } },
        severity: DiagnosticSeverity.Error,
        code: "L201",
        codeDescription: { href: "https://example.org/L201" },
        source: "losslang",
        message: expect.stringMatching(/`dize`.*\nHint: .*`dice`/),
      },
    ]);
  });

  it("show what nothing uses faintly", async () => {
    const reports = await reportsOn("def a = ce\nparam w = 0.5\nminimize dice\n");
    expect(reports.map(({ code, tags }) => [code, tags])).toEqual([
      ["L215", [DiagnosticTag.Unnecessary]],
      ["L214", [DiagnosticTag.Unnecessary]],
    ]);
  });

  it("name other places", async () => {
    const [report] = await reportsOn("def a = dice\ndef a = ce\nminimize a\n");
    expect(report?.relatedInformation).toEqual([
      {
        location: { uri, range: { start: { line: 0, character: 4 }, end: { line: 0, character: 5 } } },
        message: expect.any(String),
      },
    ]);
  });

  it("take a file of definitions for what it is", async () => {
    const reports = await reportsOn("/// A recipe.\ndef region = dice + ce\n");
    expect(reports.map(({ code, severity }) => [code, severity])).toEqual([["L221", DiagnosticSeverity.Information]]);
    const torn = await reportsOn("def region = dize\n");
    expect(torn.map(({ code, severity }) => [code, severity])).toEqual([
      ["L201", DiagnosticSeverity.Error],
      ["L221", DiagnosticSeverity.Information],
    ]);
  });

  it("stand at the `use` of a file with mistakes, and lead there", async () => {
    const files = {
      "/specs/shared/a.loss": 'use "../b.loss"\ndef a = dize\n',
      "/specs/b.loss": "def b = cee\n",
      "/specs/good.loss": "def c = dice\n",
    };
    const text = 'use "./good.loss"\nuse "./shared/a.loss"\nminimize a + c\n';
    const reports = await reportsOn(text, files);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 21 } },
      message: expect.stringMatching(/^In \/specs\/shared\/a\.loss: .*dize.* \(and 1 more\)$/),
      relatedInformation: [
        { location: { uri: "file:///specs/shared/a.loss", range: { start: { line: 1, character: 8 } } } },
        { location: { uri: "file:///specs/b.loss" } },
      ],
    });
  });

  it("say why a file cannot be used", async () => {
    const [missing] = await reportsOn('use "./none.loss"\nminimize dice\n');
    expect(missing?.message).toContain("there is no such file or folder");
    const [outside] = await reportsOn('use "../secret.loss"\nminimize dice\n', { "/secret.loss": "def a = dice" });
    expect(outside?.message).toContain("outside");
  });
});

describe("what a text reads", () => {
  it("is what the editor shows, not what lies on the disk", async () => {
    const session = connected({ disk: diskOf({ "/specs/a.loss": "def a = dice\n" }) });
    await session.start({ workspaceFolders: [{ uri: "file:///specs", name: "specs" }] });
    await session.open(uri, 'use "./a.loss"\nminimize a\n');
    expect(await session.diagnostics(uri)).toEqual([]);

    const used = "file:///specs/a.loss";
    await session.open(used, "def a = dize\n");
    expect(await session.diagnostics(uri, 1)).toMatchObject([{ message: expect.stringMatching(/^In a\.loss: /) }]);

    await session.edit(used, 8, 12, "ce");
    expect(await session.diagnostics(uri, 0)).toEqual([]);

    await session.edit(used, 8, 10, "none");
    expect(await session.diagnostics(uri, 1)).toHaveLength(1);
    await session.tell("textDocument/didClose", { textDocument: { uri: used } });
    expect(await session.diagnostics(uri, 0)).toEqual([]);
    expect(session.published.findLast((p) => p.uri === used)?.diagnostics).toEqual([]);
  });

  it("is read again when the disk has changed", async () => {
    const files: Record<string, string> = { "/specs/a.loss": "def a = dize\n" };
    const session = connected({ disk: diskOf(files) });
    await session.start();
    await session.open(uri, 'use "./a.loss"\nminimize a\n');
    expect(await session.diagnostics(uri)).toHaveLength(1);
    files["/specs/a.loss"] = "def a = dice\n";
    await session.tell("workspace/didChangeWatchedFiles", { changes: [{ uri: "file:///specs/a.loss", type: 2 }] });
    expect(await session.diagnostics(uri, 0)).toEqual([]);
  });
});

describe("settings", () => {
  const text = "dice[vessel] then@50% ce\n";

  it("come at the start, when asked for, and again when they change", async () => {
    const session = connected();
    session.settings = { epochs: 100 };
    await session.start({ initializationOptions: { task: { classes: ["background", "vessel"] } } });
    await session.open(uri, text);
    expect(await session.diagnostics(uri, 0)).toEqual([]);

    session.settings = { epochs: null, task: { classes: ["background", "nerve"] } };
    await session.tell("workspace/didChangeConfiguration", { settings: null });
    expect((await session.diagnostics(uri, 2)).map(({ code }) => code)).toEqual(["L202", "L407"]);
  });

  it("may be sent by clients that cannot be asked", async () => {
    const session = connected();
    await session.start({ capabilities: {} });
    await session.open(uri, "dice then@50% ce\n");
    const before = await session.diagnostics(uri);
    expect(before).toHaveLength(1);
    await session.tell("workspace/didChangeConfiguration", { settings: { losslang: { epochs: 100 } } });
    expect(await session.diagnostics(uri, 0)).toEqual([]);
  });

  it("of the wrong kind are told to the log, and the others hold", async () => {
    const session = connected();
    await session.start({ capabilities: {}, initializationOptions: { epochs: "many", stepsPerEpoch: 10 } });
    await session.open(uri, "dice\n");
    await session.diagnostics(uri);
    expect(session.log).toEqual([expect.stringContaining("losslang.epochs")]);
  });
});

describe("the server", () => {
  it("lives on after a failure, which the client is told and the log, too", async () => {
    const session = connected({
      disk: {
        ...diskOf({}),
        list: () => {
          throw new Error("the disk is on fire");
        },
      },
    });
    await session.start();
    await session.open(uri, "dice\n");
    await session.diagnostics(uri);
    const broken = session.ask("textDocument/formatting", { textDocument: null });
    await expect(broken).rejects.toThrow();
    await expect(session.ask("textDocument/none", {})).rejects.toThrow();
    await session.edit(uri, 0, 4, "dize");
    expect(await session.diagnostics(uri)).toHaveLength(1);
    expect(session.log.join("\n")).toContain("formatting: TypeError");
  });
});
