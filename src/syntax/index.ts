export { reserved } from "../../grammar/words.js";
export type * as ast from "./ast.js";
export { children } from "./children.js";
export { extentOf } from "./extent.js";
export { format } from "./format.js";
export { type Lexeme, lexemes } from "./lexemes.js";
export { limits } from "./limits.js";
export { type Parsed, parse } from "./parse.js";
