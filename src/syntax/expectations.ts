import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.js";

/*
 * What the sentences about a syntax error say of the place: which part was being read, and what could stand there. Keyed by the grammar's rules.
 */

const contexts: Readonly<Record<string, string>> = {
  use: "a `use`",
  task: "the `task` block",
  entry: "an entry of the `task` block",
  param: "a `param`",
  def: "a `def`",
  parameters: "the parameters of a `def`",
  parameter: "the parameters of a `def`",
  minimize: "what to minimize",
  phase: "a `then` phase",
  when: "the moment after `then@`",
  trigger: "a trigger",
  moment: "a moment",
  offset: "a moment",
  classes: "a choice of classes",
  class: "a choice of classes",
  arguments: "the arguments of a call",
  argument: "the arguments of a call",
  value: "the arguments of a call",
  time: "a span of time",
  list: "a list",
};

/** The innermost part that a person would name. */
export function contextOf(rules: readonly string[]): string {
  const named = rules.findLast((rule) => Object.hasOwn(contexts, rule));
  const innermost = rules.at(-1);
  if (innermost === "primary") {
    const inside = rules.lastIndexOf("primary", rules.length - 2) > rules.lastIndexOf("arguments");
    if (inside && rules.lastIndexOf("phase") < rules.lastIndexOf("primary", rules.length - 2))
      return "what the parentheses hold";
  }
  return named === undefined ? "the program" : contexts[named]!;
}

const loss = "a loss or a number";
const moment = "a moment such as `epoch40`, `step1000`, `30%` or a parameter's name";

/** Where several things could stand, by rule. */
const alternatives: Readonly<Record<string, string>> = {
  file: "an operator such as `+`, or an item",
  item: "a loss, or an item opened by `use`, `task`, `param`, `def` or `minimize`",
  primary: loss,
  factor: loss,
  addend: loss,
  selection: "a choice of classes, `on` or `where`",
  phase: moment,
  when: `${moment}, or a trigger such as \`plateau("val_dice")\``,
  moment,
  offset: "`+` or `-`",
  class: "the name or number of a class",
  value: "a value: a number, a name, a string, a list, a moment or a loss",
  literal: "a value: a number, a name, a string, a list or a moment",
  entry: "`:` and a value",
  parameter: "`=` and a default value",
  argument: "`=` and a value",
};

/** One token type was expected, by its name. */
const tokens: Readonly<Record<string, string>> = {
  [t.Quoted.name]: "a path in double quotes",
  [t.Equals.name]: "`=`",
  [t.Colon.name]: "`:`",
  [t.LCurly.name]: "`{`",
  [t.RCurly.name]: "an entry such as `classes: background, vessel`, or `}`",
  [t.LParen.name]: "`(`",
  [t.RParen.name]: "`,` or `)`",
  [t.RSquare.name]: "`,` or `]`",
  [t.Numeral.name]: "a number",
  [t.EndOfFile.name]: "an operator such as `+`, or an item opened by its keyword",
};

/** What could have stood there, as the object of a sentence. */
export function expectationOf(rules: readonly string[], expectedType: string, before: IToken | undefined): string {
  const rule = rules.at(-1)!;
  if (expectedType === t.Name.name) return roleOf(rule, before);
  if (before === undefined) return alternatives.item!;
  if (expectedType === t.RParen.name && rule === "primary") return "an operator such as `+`, or `)`";
  return (expectedType === "" ? alternatives[rule] : tokens[expectedType]) ?? loss;
}

/** What a name stands for in this place. */
export function roleOf(rule: string, before: IToken | undefined): string {
  if (rule === "selection") return before?.tokenType === t.OnKeyword ? "the name of a head" : "the name of a mask";
  if (rule === "param") return "the name of a parameter";
  if (rule === "def") return "the name of a recipe";
  if (rule === "parameter" || rule === "parameters") return "the name of a parameter";
  if (rule === "class" || rule === "classes") return "the name of a class";
  if (rule === "entry") return "a key such as `classes`";
  return "a name";
}

const examples: Readonly<Record<string, string>> = {
  use: 'like this: `use "./shared.loss"`',
  task: "like this: `task { classes: background, vessel }`",
  entry: "values are separated by commas: `classes: background, vessel`",
  param: "like this: `param late = epoch40`",
  def: "like this: `def region(w = 0.5) = w*dice + (1 - w)*ce`",
  parameters: "like this: `def region(w = 0.5) = …`",
  parameter: "every parameter of a `def` has a default: `w = 0.5`",
  phase: "a phase is a moment and what is minimized from then on: `then@epoch40 betti`",
  when: "like this: `then@epoch40`, or `then@epoch40..60` to fade",
  classes: "like this: `dice[vessel]`, `dice[1..3]` or `dice[!background]`",
  class: "like this: `dice[vessel]`, `dice[1..3]` or `dice[!background]`",
};

/** What to do about it, where there is more to say than what was expected. */
export function hintFor(
  rules: readonly string[],
  expectedType: string,
  token: IToken,
  before: IToken | undefined,
): string | undefined {
  const rule = rules.at(-1)!;
  if (token.tokenType === t.At) return "a phase begins with `then@`, as in `dice then@epoch40 betti`";
  if (token.tokenType === t.Quoted) return 'a string only stands in arguments and after `use`: `plateau("val_dice")`';
  if (token.tokenType === t.Dimension) return "a number of dimensions only stands in a task: `space: 2d`";
  if (token.tokenType === t.Plus && (rule === "primary" || before === undefined)) return "a sum has no leading `+`";
  if (token.tokenType === t.Minus && before?.tokenType === t.Minus && rule === "primary") return "one `-` is enough";
  if (token.tokenType === t.Equals && expectedType === t.EndOfFile.name) {
    return "a value gets a name with `param name = …`, a loss with `def name = …`";
  }
  if (token.tokenType === t.Comma && expectedType === t.EndOfFile.name) return "losses are joined by `+`, not listed";
  if (token.tokenType === t.Bang) return "`!` only stands in a choice of classes: `dice[!background]`";
  if (rule === "primary" && before?.tokenType === t.LParen) return "put a loss between the parentheses, or remove them";
  if (rule === "primary" && rules.lastIndexOf("phase") > rules.lastIndexOf("primary", rules.length - 2))
    return examples.phase;
  return examples[rule];
}
