import type { TimeUnit } from "../../grammar/words.js";
import type { Span } from "../text.js";

/**
 * The tree a text means. Every node carries the span it was written in. Torn text yields `missing` nodes where something should stand; the
 * parser has already reported those, so later stages pass over them in silence.
 */
export interface File {
  readonly kind: "file";
  readonly span: Span;
  /** `//!` lines, without the marks. */
  readonly doc: readonly string[];
  readonly items: readonly Item[];
  /** What is minimised: the `minimize` item's schedule, or the bare expression the file consists of. */
  readonly minimize?: Minimize;
  /** Every comment, in order of place, for the formatter. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly kind: "comment" | "doc" | "file-doc";
  /** As written, marks included. */
  readonly text: string;
  readonly span: Span;
}

export interface Ident {
  readonly kind: "ident";
  readonly name: string;
  readonly span: Span;
}

export interface Missing {
  readonly kind: "missing";
  readonly span: Span;
}

export type Item = Use | TaskItem | Param | Def;

export interface Use {
  readonly kind: "use";
  readonly span: Span;
  readonly path: StringLiteral | Missing;
}

export interface TaskItem {
  readonly kind: "task";
  readonly span: Span;
  readonly entries: readonly TaskEntry[];
}

export interface TaskEntry {
  readonly kind: "task-entry";
  readonly span: Span;
  readonly key: Ident;
  readonly values: readonly ArgumentValue[];
}

export interface Param {
  readonly kind: "param";
  readonly span: Span;
  readonly doc: readonly string[];
  readonly name: Ident | Missing;
  readonly value: ArgumentValue;
}

export interface Def {
  readonly kind: "def";
  readonly span: Span;
  /** `///` lines above, without the marks. */
  readonly doc: readonly string[];
  readonly name: Ident | Missing;
  readonly parameters: readonly DefinitionParameter[];
  readonly body: Expression;
}

/** Of a definition: its name and what it is if nobody says. */
export interface DefinitionParameter {
  readonly kind: "parameter";
  readonly span: Span;
  readonly name: Ident;
  readonly value: ArgumentValue;
}

export interface Minimize {
  readonly kind: "minimize";
  readonly span: Span;
  readonly doc: readonly string[];
  /** True when the file is one expression without the keyword. */
  readonly bare: boolean;
  readonly body: Expression;
}

// — expressions —

export type Expression = NumberLiteral | Call | Grouping | Negate | Binary | Then | Select | On | Where | Missing;

export interface NumberLiteral {
  readonly kind: "number";
  readonly value: number;
  /** As written: `1e-3`, `.5`. */
  readonly text: string;
  readonly span: Span;
}

/** A name, with or without classes and arguments: `dice`, `dice[vessel]`, `tversky(alpha=0.3)`, `ramp(0, 1, over=20)`. */
export interface Call {
  readonly kind: "call";
  readonly name: Ident;
  readonly classes?: Classes;
  /** Present when parentheses were written, even empty ones. */
  readonly args?: readonly Argument[];
  readonly span: Span;
}

export interface Argument {
  readonly kind: "argument";
  readonly name?: Ident;
  readonly value: ArgumentValue;
  readonly span: Span;
}

export interface Grouping {
  readonly kind: "group";
  readonly body: Expression;
  readonly span: Span;
}

export interface Negate {
  readonly kind: "negate";
  readonly operand: Expression;
  readonly span: Span;
}

export interface Binary {
  readonly kind: "binary";
  readonly operator: "+" | "-" | "*" | "/";
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `before then@when after`. A chain `a then@x b then@y c` is left-nested. */
export interface Then {
  readonly kind: "then";
  readonly before: Expression;
  readonly when: When;
  readonly after: Expression;
  readonly span: Span;
}

export interface Select {
  readonly kind: "select";
  readonly operand: Expression;
  readonly classes: Classes;
  readonly span: Span;
}

export interface On {
  readonly kind: "on";
  readonly operand: Expression;
  readonly head: Ident | Missing;
  readonly span: Span;
}

export interface Where {
  readonly kind: "where";
  readonly operand: Expression;
  readonly mask: Ident | Missing;
  readonly span: Span;
}

/** `[vessel]`, `[1..3]`, `[!background]`, `[a, b]`. */
export interface Classes {
  readonly kind: "classes";
  readonly negated: boolean;
  readonly items: readonly ClassItem[];
  readonly span: Span;
}
export type ClassItem =
  | Ident
  | { readonly kind: "index-range"; readonly from: number; readonly to: number; readonly span: Span };

// — time —

export type When =
  | { readonly kind: "switch"; readonly at: MomentExpr | Missing; readonly span: Span }
  | {
      readonly kind: "fade";
      readonly from: MomentExpr | Missing;
      readonly to: MomentExpr | Missing;
      readonly ease?: Ident;
      readonly span: Span;
    }
  | { readonly kind: "trigger"; readonly call: Call; readonly span: Span };

/** `epoch40`, `step1000`, `30%`, `60` (unit taken from the other end), a parameter's name; plus or minus a number of the same unit. */
export interface MomentExpr {
  readonly kind: "moment";
  readonly base: { readonly kind: TimeUnit | "plain"; readonly value: number; readonly span: Span } | Ident;
  readonly offset: number;
  readonly span: Span;
}

// — values of arguments, parameters and task entries —

export type ArgumentValue =
  | NumberLiteral
  | Ident
  | StringLiteral
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly ArgumentValue[]; readonly span: Span }
  | MomentExpr
  | { readonly kind: "span-of-time"; readonly from: MomentExpr; readonly to: MomentExpr; readonly span: Span }
  /** An expression where a loss stands as an argument: `deep(dice + ce)`, `balance(a, 0.5*b)`. A lone name is an `Ident`, a signed number a `NumberLiteral`. */
  | { readonly kind: "expression"; readonly body: Expression; readonly span: Span }
  | Missing;

export interface StringLiteral {
  readonly kind: "string";
  readonly value: string;
  readonly span: Span;
}

/** Whatever has a place in the tree. */
export type SyntaxNode =
  | File
  | Item
  | TaskEntry
  | DefinitionParameter
  | Minimize
  | Expression
  | Argument
  | Classes
  | ClassItem
  | When
  | MomentBase
  | ArgumentValue;
type MomentBase = MomentExpr["base"];
