import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parts, partsOf } from "./parts.js";

const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".test.ts"));

describe("the parts of the suite", () => {
  it("hold every test file once", () => {
    expect(tests.filter((file) => partsOf(file).length !== 1)).toEqual([]);
  });

  it("name nothing that is not there", () => {
    const isThere = (path: string) => tests.some((file) => file === path || file.startsWith(`${path}/`));
    expect(
      Object.values(parts)
        .flat()
        .filter((path) => !isThere(path)),
    ).toEqual([]);
  });
});
