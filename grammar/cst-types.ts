import { generateCstDts } from "chevrotain";
import { LossParser } from "./parser.js";

/** The module of types of the concrete syntax tree, as the grammar gives them. Throws if the grammar is ambiguous. */
export function cstTypes(): string {
  const grammar = new LossParser({ validate: true }).getGAstProductions();
  const types = generateCstDts(grammar, { includeVisitorInterface: false });
  return `// Made from grammar/parser.ts by \`npm run generate\`.\n${types.replace("ICstVisitor, ", "")}`;
}
