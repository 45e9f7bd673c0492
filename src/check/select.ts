import { oneOf } from "../diagnostics/nearest.js";
import type { ClassSelection } from "../program/program.js";
import { addSums, atEachMoment, type WeightedSum } from "../program/step-function.js";
import { type ExpressionValue, isEmptySum, unknown } from "../program/value.js";
import type * as ast from "../syntax/ast.js";
import { bounds } from "./budget.js";
import { type CheckContext, type Environment, quoted } from "./context.js";
import { suggestions } from "./library.js";
import { knownHead, knownMask } from "./tensors.js";
import { type CheckedTerm, labelOf } from "./terms.js";

/** A change of one term; `undefined` where it is impossible, which has then been reported. */
type Restriction = (term: CheckedTerm) => CheckedTerm | undefined;

/** `x[classes]`, `x on head`, `x where mask`: each restricts every term of what stands before it. */
export function evaluateSelection(
  root: ast.Select | ast.On | ast.Where,
  env: Environment,
  cx: CheckContext,
): ExpressionValue {
  const chain: (ast.Select | ast.On | ast.Where)[] = [];
  let at: ast.Expression = root;
  while (at.kind === "select" || at.kind === "on" || at.kind === "where") {
    chain.push(at);
    at = at.operand;
  }
  let value = cx.evaluate(at, env);
  for (const node of chain.reverse()) {
    const restriction = restrictionOf(node, cx);
    if (isNumber(value)) {
      const holes = { operand: quoted(cx, at.span) };
      cx.reports.report("selectionFromNumber", node.span, holes, { hint: "write the selection after the loss" });
      value = unknown;
    }
    value = restriction ? restrict(value, restriction, cx) : unknown;
  }
  return value;
}

const isNumber = (value: ExpressionValue): boolean => value.kind === "number" && !isEmptySum(value);

/** Restrict what a call stands for to the classes written behind its name. */
export function selectClasses(value: ExpressionValue, classes: ast.Classes, cx: CheckContext): ExpressionValue {
  const restriction = toClasses(classes, cx);
  return restriction ? restrict(value, restriction, cx) : unknown;
}

function restrict(value: ExpressionValue, restriction: Restriction, cx: CheckContext): ExpressionValue {
  if (value.kind !== "loss") return value;
  let possible = true;
  const changed = new Map<number, number | undefined>();
  const renumber = (id: number): number | undefined => {
    if (!changed.has(id)) {
      const term = restriction(cx.terms.get(id));
      changed.set(id, term && cx.terms.number(term));
    }
    return changed.get(id);
  };
  const timeline = atEachMoment([value.timeline], ([terms]): WeightedSum => {
    const restricted = [...terms!].map(([id, amount]): WeightedSum => {
      const next = renumber(id);
      possible &&= next !== undefined;
      return new Map(next === undefined ? [] : [[next, amount]]);
    });
    return addSums(restricted.length > 0 ? restricted : [new Map()]);
  });
  return possible ? { kind: "loss", timeline } : unknown;
}

function restrictionOf(node: ast.Select | ast.On | ast.Where, cx: CheckContext): Restriction | undefined {
  if (node.kind === "select") return toClasses(node.classes, cx);
  const name = node.kind === "on" ? node.head : node.mask;
  if (name.kind === "missing") return undefined;
  return node.kind === "on" ? toHead(node, name, cx) : toMask(node, name, cx);
}

function toHead(node: ast.On, name: ast.Ident, cx: CheckContext): Restriction | undefined {
  if (!knownHead(name, cx)) return undefined;
  return (term) => {
    if (term.head === undefined || term.head === name.name) return { ...term, head: name.name };
    const holes = { label: labelOf(term, cx.task), first: `head \`${term.head}\``, second: `head \`${name.name}\`` };
    cx.reports.report("conflictingPlaces", node.span, holes, {
      hint: "write the loss once for each head and add them",
    });
    return undefined;
  };
}

function toMask(node: ast.Where, name: ast.Ident, cx: CheckContext): Restriction | undefined {
  if (!knownMask(name, cx)) return undefined;
  return (term) => {
    if (term.mask === undefined || term.mask === name.name) return { ...term, mask: name.name };
    const holes = { label: labelOf(term, cx.task), first: `mask \`${term.mask}\``, second: `mask \`${name.name}\`` };
    cx.reports.report("conflictingPlaces", node.span, holes, {
      hint: "give each batch one mask that is the intersection of the two",
    });
    return undefined;
  };
}

// — classes —

function toClasses(classes: ast.Classes, cx: CheckContext): Restriction | undefined {
  const selection = resolveClasses(classes, cx);
  if (!selection) return undefined;
  return (term) => {
    const both = term.classes ? intersect(term.classes, selection) : selection;
    if (both.negated || both.indices.length > 0) return { ...term, classes: both };
    cx.reports.report(
      "nothingSelected",
      classes.span,
      { label: labelOf(term, cx.task) },
      {
        hint: "a selection keeps the classes that every `[…]` around it names",
      },
    );
    return undefined;
  };
}

/** The classes a text names, as indices; negation is resolved if the task says how many classes there are. */
function resolveClasses(classes: ast.Classes, cx: CheckContext): ClassSelection | undefined {
  const count = cx.task.classes?.length;
  const found = classes.items.map((item) => indicesOf(item, cx));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  const indices = [...new Set(found.flatMap((some) => some ?? []))].sort((a, b) => a - b);
  if (!classes.negated) return { negated: false, indices };
  if (count === undefined) return { negated: true, indices };
  const rest = Array.from({ length: count }, (_, index) => index).filter((index) => !indices.includes(index));
  return { negated: false, indices: rest };
}

function indicesOf(item: ast.ClassItem, cx: CheckContext): number[] | undefined {
  if (item.kind === "ident") return indexOfName(item, cx);
  const { from, to, span } = item;
  if (from > to) {
    const fixes = [{ title: "Swap the ends", certain: true, edits: [{ span, text: `${to}..${from}` }] }];
    cx.reports.report("emptyRange", span, { range: `${from}..${to}` }, { hint: `write \`${to}..${from}\``, fixes });
    return undefined;
  }
  const names = cx.task.classes;
  const last = (names?.length ?? bounds.classes) - 1;
  if (to > last) {
    const count = names
      ? `${names.length} ${cx.task.exclusive ? "classes" : "labels"}, 0 to ${last}`
      : `at most ${bounds.classes}`;
    cx.reports.report(
      "classOutOfRange",
      span,
      { index: `${Math.max(from, last + 1)}`, count },
      {
        hint: "classes are counted from 0",
      },
    );
    return undefined;
  }
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function indexOfName({ name, span }: ast.Ident, cx: CheckContext): number[] | undefined {
  const names = cx.task.classes;
  if (!names) {
    const hint = `write its index, such as \`[1]\`, or name the classes: \`task { classes: background, ${name} }\``;
    cx.reports.report("unnamedClasses", span, { name }, { hint });
    return undefined;
  }
  const index = names.indexOf(name);
  if (index >= 0) return [index];
  cx.reports.report("unknownClass", span, { name }, () =>
    suggestions(name, span, names, `the task has ${oneOf(names, "and")}`),
  );
  return undefined;
}

function intersect(a: ClassSelection, b: ClassSelection): ClassSelection {
  if (a.negated && b.negated) {
    return { negated: true, indices: [...new Set([...a.indices, ...b.indices])].sort((x, y) => x - y) };
  }
  if (a.negated) return intersect(b, a);
  return { negated: false, indices: a.indices.filter((index) => b.indices.includes(index) !== b.negated) };
}
