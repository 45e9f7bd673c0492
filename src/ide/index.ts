export { type AnalyseOptions, type Analysis, analyse, moduleOf } from "./analysis.js";
export { type Meaning, meaningAt, meaningOf, type Owner } from "./meaning.js";
export { type Path, pathAt, pathIn, visit } from "./places.js";
