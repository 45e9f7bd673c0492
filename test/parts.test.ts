import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

  it("mock no module where modules are shared", () => {
    const shared = tests.filter((file) => partsOf(file).includes("unit"));
    const mocks = (file: string) => /\bvi\.(do)?mock\(/i.test(readFileSync(join(import.meta.dirname, file), "utf8"));
    expect(shared.filter(mocks)).toEqual([]);
  });
});
