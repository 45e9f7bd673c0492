import { expect, it } from "vitest";
import { cstTypes } from "../../grammar/cst-types.js";

it("the grammar is sound, and has types for its trees", () => {
  expect(cstTypes()).toContain("export interface FileCstNode extends CstNode");
});
