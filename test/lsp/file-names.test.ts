import { describe, expect, it } from "vitest";
import { fileNameOf, folderOf, isInside, uriOf } from "../../src/lsp/protocol/file-names.js";
import { joinPath } from "../../src/modules/load.js";

describe("the name of a file", () => {
  it.each([
    ["file:///home/me/my%20specs/vessels.loss", "/home/me/my specs/vessels.loss"],
    ["file:///c%3A/Users/me/a.loss", "/c:/Users/me/a.loss"],
    ["file://server/share/a.loss", "//server/share/a.loss"],
    ["file:///caf%C3%A9/%E2%88%91%23.loss", "/café/∑#.loss"],
    ["untitled:Untitled-1", "untitled:Untitled-1"],
    ["inmemory://model/main.loss", "inmemory://model/main.loss"],
    ["vscode-vfs://github/o/r/a%20b.loss", "vscode-vfs://github/o/r/a b.loss"],
  ])("of %s is %s, and back", (uri, name) => {
    expect(fileNameOf(uri)).toBe(name);
    expect(uriOf(name)).toBe(uri);
  });

  it("is readable in what clients escape otherwise", () => {
    expect(fileNameOf("file:///c:/Users/a.loss")).toBe("/c:/Users/a.loss");
    expect(fileNameOf("file:///100%/a.loss")).toBe("/100%/a.loss");
  });

  it("has an address whatever it holds", () => {
    expect(uriOf("/a/\ud800.loss")).toBe("file:///a/%EF%BF%BD.loss");
  });

  it("leads to used files as the checker joins paths", () => {
    const from = (uri: string, path: string) => uriOf(joinPath(fileNameOf(uri), path));
    expect(from("file:///a%20b/c/main.loss", "./x y.loss")).toBe("file:///a%20b/c/x%20y.loss");
    expect(from("file:///a%20b/c/main.loss", "../x.loss")).toBe("file:///a%20b/x.loss");
    expect(from("inmemory://model/specs/main.loss", "../x.loss")).toBe("inmemory://model/x.loss");
  });

  it("tells what it lies in", () => {
    expect(isInside("/a/b/c.loss", "/a/b")).toBe(true);
    expect(isInside("/a/bc/c.loss", "/a/b")).toBe(false);
    expect(isInside("/a/b/c.loss", "/")).toBe(true);
    expect(folderOf("/a/b/c.loss")).toBe("/a/b");
    expect(folderOf("untitled:Untitled-1")).toBe("");
  });
});
