import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const page = readFileSync(join(import.meta.dirname, "../SECURITY.md"), "utf8");
const claims = page
  .split(/\n(?=- )/)
  .slice(1)
  .map((part) => part.split(/\n\n|\n##/)[0]!);
const references = [...page.matchAll(/\[([\w./-]+\.test\.ts): ([^\]]+)\]/g)].map(([, file, title]) => ({
  file: file!,
  title: title!,
}));

describe("SECURITY.md", () => {
  it("names a test for every claim", () => {
    expect(claims.length).toBeGreaterThan(10);
    expect(claims.filter((claim) => !/\.test\.ts: /.test(claim))).toEqual([]);
  });

  it.each(references)("$file has a test that says: $title", ({ file, title }) => {
    const path = join(import.meta.dirname, file);
    expect(existsSync(path)).toBe(true);
    const text = readFileSync(path, "utf8");
    // A title, or a row of a table of cases.
    expect(text.includes(`("${title}`) || text.includes(`\n    ${title}: [`)).toBe(true);
  });
});
