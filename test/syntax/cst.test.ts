import { generateCstDts } from "chevrotain";
import { expect, it } from "vitest";
import { LossParser } from "../../grammar/parser.js";

it("the grammar is sound, and the types of its tree are generated from it", async () => {
  const types = generateCstDts(new LossParser({ validate: true }).getGAstProductions(), {
    includeVisitorInterface: false,
  });
  const header = "// Generated from parser.ts by the test that checks it (vitest -u). Do not edit.\n";
  await expect(header + types.replace("ICstVisitor, ", "")).toMatchFileSnapshot("../../grammar/cst.gen.ts");
});
