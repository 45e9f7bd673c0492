import type { Reports } from "../diagnostics/diagnostic.js";
import type { Module } from "../modules/load.js";
import type * as ast from "../syntax/ast.js";
import { extentOf } from "../syntax/extent.js";
import type { Entity, Library } from "./library.js";

type Node = ast.Expression | ast.ArgumentValue | ast.When | ast.Argument;

const known = new WeakMap<Node, readonly ast.Ident[]>();

/** Every name by which a tree refers to a loss, a definition or a parameter. Remembered as long as the tree lives: recipes are asked at every key. */
export function referencesIn(root: Node): readonly ast.Ident[] {
  let found = known.get(root);
  if (!found) {
    found = walk(root);
    known.set(root, found);
  }
  return found;
}

/** Walks without recursion: sums may be long. */
function walk(root: Node): ast.Ident[] {
  const found: ast.Ident[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "ident") found.push(node);
    else if (node.kind === "moment") {
      if (node.base.kind === "ident") found.push(node.base);
    } else openParts(node, open, found);
  }
  return found;
}

function openParts(node: Exclude<Node, ast.Ident | ast.MomentExpr>, open: Node[], found: ast.Ident[]): void {
  switch (node.kind) {
    case "call":
      found.push(node.name);
      for (const argument of node.args ?? []) open.push(argument);
      break;
    case "argument":
      open.push(node.value);
      break;
    case "group":
    case "expression":
      open.push(node.body);
      break;
    case "negate":
    case "select":
    case "on":
    case "where":
      open.push(node.operand);
      break;
    case "binary":
      open.push(node.left, node.right);
      break;
    case "then":
      open.push(node.before, node.when, node.after);
      break;
    case "switch":
      open.push(node.at);
      break;
    case "fade":
    case "span-of-time":
      open.push(node.from, node.to);
      break;
    case "trigger":
      for (const argument of node.call.args ?? []) open.push(argument);
      break;
    case "list":
      for (const item of node.items) open.push(item);
      break;
  }
}

type Def = Extract<Entity, { kind: "def" }>;

/** The definitions that a definition refers to, each with the place. */
function edges(def: Def, library: Library): { to: Def; at: ast.Ident }[] {
  const local = new Set(def.def.parameters.map((parameter) => parameter.name.name));
  return referencesIn(def.def.body).flatMap((at) => {
    const to = local.has(at.name) ? undefined : library.find(def.module, at.name);
    return to?.kind === "def" ? [{ to, at }] : [];
  });
}

/** Report definitions that lead back to themselves; the result holds every definition on such a circle. */
export function findRecursion(modules: readonly Module[], library: Library, reports: Reports): ReadonlySet<ast.Def> {
  const circular = new Set<ast.Def>();
  const done = new Set<ast.Def>();
  for (const module of modules) {
    for (const entity of library.own(module).values()) {
      if (entity.kind !== "def" || done.has(entity.def)) continue;
      // Depth first with a trail of our own: a chain of definitions may be longer than the stack is deep.
      const trail = [{ def: entity, rest: edges(entity, library) }];
      const place = new Map([[entity.def, 0]]);
      while (trail.length > 0) {
        const top = trail.at(-1)!;
        const next = top.rest.shift();
        if (!next) {
          done.add(top.def.def);
          place.delete(top.def.def);
          trail.pop();
          continue;
        }
        const from = place.get(next.to.def);
        if (from !== undefined) {
          const circle = trail.slice(from).map((entry) => entry.def);
          for (const { def } of circle) circular.add(def);
          const path = [...circle, next.to].map(({ name }) => `\`${name}\``).join(" → ");
          const hint = "a `def` is replaced by what it stands for, so it can only use others";
          reports.report("recursion", next.at.span, { name: next.to.name, path }, { hint });
        } else if (!done.has(next.to.def)) {
          place.set(next.to.def, trail.length);
          trail.push({ def: next.to, rest: edges(next.to, library) });
        }
      }
    }
  }
  return circular;
}

/** Report what the main file defines and nothing in it uses. */
export function findUnused(main: Module, library: Library, reports: Reports): void {
  const used = new Set<string>();
  const note = (owner: string | undefined, names: readonly ast.Ident[], local: ReadonlySet<string>) => {
    for (const { name } of names) if (name !== owner && !local.has(name)) used.add(name);
  };
  for (const item of main.file.items) {
    if (item.kind === "param")
      note(item.name.kind === "ident" ? item.name.name : undefined, referencesIn(item.value), new Set());
    if (item.kind !== "def") continue;
    const local = new Set(item.parameters.map((parameter) => parameter.name.name));
    note(item.name.kind === "ident" ? item.name.name : undefined, referencesIn(item.body), local);
    for (const { value } of item.parameters) note(undefined, referencesIn(value), new Set());
  }
  if (main.file.minimize) note(undefined, referencesIn(main.file.minimize.body), new Set());
  for (const entity of library.own(main).values()) {
    if (used.has(entity.name) || !("span" in entity)) continue;
    const { name, span } = entity;
    const item = entity.kind === "def" ? entity.def : entity.param;
    const extent = extentOf(item.span, main.file.comments, main.source.text);
    const fixes = [{ title: `Remove \`${name}\``, certain: false, edits: [{ span: extent, text: "" }] }];
    reports.report(entity.kind === "def" ? "unusedDef" : "unusedParam", span, { name }, { fixes });
  }
}
