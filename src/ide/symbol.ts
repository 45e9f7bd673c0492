import type { CallableWord } from "../language/word.js";
import type { LossDeclaration } from "../loss.js";
import type { Module } from "../modules/load.js";
import type { ast } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { AstPath } from "./ast-path.js";
import type { Callee } from "./callee.js";

interface Located {
  /** The text in question. */
  readonly span: Span;
  /** Where it is declared in a text; absent for what the library or the host brings. The same place for the name in its own declaration. */
  readonly declared?: Span | undefined;
}

/** What a piece of text stands for. */
export type ResolvedSymbol = Located &
  (
    | { readonly kind: "loss"; readonly name: string; readonly declaration: LossDeclaration; readonly call?: ast.Call }
    | {
        readonly kind: "def";
        readonly name: string;
        readonly def: ast.Def;
        readonly module: Module;
        readonly call?: ast.Call;
      }
    | { readonly kind: "param"; readonly name: string; readonly param: ast.Param; readonly module: Module }
    /** A parameter of a loss, by its name in a call. */
    | {
        readonly kind: "parameter";
        readonly name: string;
        readonly owner: Exclude<Callee, { kind: "def" }>;
        readonly call: ast.Call;
      }
    /** A parameter of a definition: where it is declared, used in the body, or named in a call. */
    | {
        readonly kind: "local";
        readonly name: string;
        readonly parameter: ast.DefinitionParameter;
        readonly owner: Extract<Callee, { kind: "def" }>;
      }
    /** A word that a parameter chooses from: `by=uncertainty`. */
    | {
        readonly kind: "option";
        readonly name: string;
        readonly parameter: string;
        readonly owner: Callee;
        readonly call: ast.Call;
      }
    | {
        readonly kind: "class";
        readonly name: string | undefined;
        readonly indices: readonly [from: number, to: number];
      }
    | { readonly kind: "head" | "mask" | "field"; readonly name: string }
    | { readonly kind: "task-key"; readonly name: string; readonly entry: ast.TaskEntry }
    | { readonly kind: "task-value"; readonly name: string; readonly key: string }
    | { readonly kind: "easing"; readonly name: string }
    | { readonly kind: "metric"; readonly name: string; readonly trigger: ast.Call }
    | { readonly kind: "moment"; readonly moment: ast.MomentExpr; readonly when?: ast.When }
    | { readonly kind: "number"; readonly number: ast.NumberLiteral; readonly path: AstPath }
    | { readonly kind: "builtin"; readonly name: string; readonly word: CallableWord; readonly call?: ast.Call }
    | { readonly kind: "keyword"; readonly name: string }
    | { readonly kind: "file"; readonly path: string; readonly module: Module | undefined }
  );
