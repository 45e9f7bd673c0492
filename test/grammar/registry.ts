import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate, { type IRawGrammar, type StateStack } from "vscode-textmate";

/** The engine by which editors colour: grammars by their scopes, and which of them are put into others. */
export async function registryOf(grammars: Readonly<Record<string, object>>, injected: readonly string[] = []) {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(readFileSync(wasm));
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => (grammars[scope] as IRawGrammar | undefined) ?? null,
    getInjections: () => [...injected],
  });
}

export const beginning: StateStack = textmate.INITIAL;
