export type * as ast from "./ast.js";
export { format } from "./format.js";
export { limits } from "./limits.js";
export { type Parsed, parse } from "./parse.js";
