import { catalog } from "../../../src/diagnostics/catalog/index.js";
import { explanationOf } from "../../../src/ide/hover/diagnostic.js";

/** A page for each report, which its code leads to. */
export const pages: readonly { readonly code: string; readonly markdown: string }[] = Object.values(catalog).map(
  ({ code, title }) => ({ code, markdown: `${explanationOf({ code, title })}\n` }),
);
