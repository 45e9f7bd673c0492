import { aliases } from "./ops/aliases.js";
import type { Axis } from "./ops/axes.js";
import { type Derived, derived, type pointwiseDerivedOps } from "./ops/derived.js";
import { indexing } from "./ops/indexing.js";
import { leaves } from "./ops/leaves.js";
import { type binaryOps, comparisons, pointwiseOps, type unaryOps } from "./ops/pointwise.js";
import type { OpRecord } from "./ops/record.js";
import { reductions } from "./ops/reductions.js";
import { type Routine, routines } from "./ops/routines.js";
import { shapeOps } from "./ops/shape.js";
import { stencils } from "./ops/stencil.js";
import type { Expr } from "./trace.js";

export type { Border, Kernel } from "./ops/stencil.js";

/** Every operation. The set is closed: a new one is a record in `ops/`, and the compiler then names every table that must say what it is on a backend. */
export const ops = {
  ...leaves,
  ...pointwiseOps,
  ...derived,
  ...reductions,
  ...shapeOps,
  ...stencils,
  ...indexing,
  ...aliases,
  ...routines,
};

export type Op = keyof typeof ops;

/** What each operation carries beside its arguments. */
export type Attributes = { readonly [O in Op]: (typeof ops)[O] extends OpRecord<infer A> ? A : never };

export type LeafOp = keyof typeof leaves;
export type UnaryOp = keyof typeof unaryOps | keyof typeof pointwiseDerivedOps;
export type BinaryOp = keyof typeof binaryOps;
export type ComparisonOp = keyof typeof comparisons;
export type PointwiseOp = keyof typeof pointwiseOps;
export type DerivedOp = keyof typeof derived;
export type ReductionOp = keyof typeof reductions;
export type ShapeOp = keyof typeof shapeOps;
export type StencilOp = keyof typeof stencils;
export type IndexingOp = keyof typeof indexing;
export type AliasOp = keyof typeof aliases;
export type RoutineOp = keyof typeof routines;

/** What every backend owes. */
export type CoreOp = PointwiseOp | ReductionOp | ShapeOp | StencilOp | IndexingOp;

const namesOf = <O extends Op>(records: { readonly [K in O]: unknown }): readonly O[] =>
  allOps.filter((op): op is O => op in records);

export const allOps = Object.keys(ops) as readonly Op[];
export const derivedOps = namesOf(derived);
export const pointwiseOpNames = namesOf(pointwiseOps);

/** One value in a graph. Immutable; equal ones of a graph are the same object. */
export interface NodeOf<O extends Op> {
  readonly id: number;
  readonly op: O;
  readonly args: readonly Node[];
  readonly attributes: Attributes[O];
  readonly axes: readonly Axis[];
}

/** One value in a graph, told apart by `op`: where that is known, so are the attributes. */
export type Node<O extends Op = Op> = O extends Op ? NodeOf<O> : never;

/** Whether a node is of a class of operations: asked for each node of every pass, so by a set, which is faster than `in`. */
const isOf = <O extends Op>(records: Readonly<Record<O, unknown>>) => {
  const names: ReadonlySet<string> = new Set(Object.keys(records));
  return (node: Node): node is Node<O> => names.has(node.op);
};

export const isLeaf = isOf(leaves);
export const isPointwise = isOf(pointwiseOps);
/** Its result is 1 or 0. */
export const isComparison = isOf(comparisons);
export const isDerived = isOf(derived);
export const isCore = isOf({ ...pointwiseOps, ...reductions, ...shapeOps, ...stencils, ...indexing });
export const isReduction = isOf(reductions);
/** The result at a pixel needs the argument at pixels around it. */
export const isStencil = isOf(stencils);
/** It names a value that is there already. */
export const isAlias = isOf(aliases);
export const isRoutine = isOf(routines);

/** A routine through which no gradient passes: analysis, done before what is differentiated. Drawing is not, nor is the VJP of drawing. */
export const isAnalysis = (node: Node): boolean => isRoutine(node) && routines[node.op].isAnalysis;

type AnyRecord = OpRecord<Node["attributes"]>;

const records: ReadonlyMap<Op, AnyRecord> = new Map(allOps.map((op) => [op, ops[op] as AnyRecord]));

/** The record of an operation, to be given nodes of that operation only. */
export const recordOf = ({ op }: Pick<Node, "op">): AnyRecord => records.get(op)!;

/** How many results a routine has that are read through `result`; 0 for all other nodes. */
export const resultsOf = (node: Node): number =>
  isRoutine(node) ? (routines[node.op] as Routine<Node<RoutineOp>["attributes"]>).results(node) : 0;

/** A derived operation in core ones. */
export const inCoreOperations = (node: Node<DerivedOp>, x: Expr): Expr =>
  (derived[node.op] as Derived<Node<DerivedOp>["attributes"]>).meaning(node, x);

/** A table with a line for each of some operations. */
export type Table<Ops extends Op, In extends unknown[], Out> = {
  readonly [O in Ops]: (node: Node<O>, ...rest: In) => Out;
};

/** Looks a node up in a table. */
export function dispatch<Ops extends Op, In extends unknown[], Out>(
  table: Table<Ops, In, Out>,
  node: Node<Ops>,
  ...rest: In
): Out {
  const line = table[node.op as Ops] as (node: Node<Ops>, ...rest: In) => Out;
  return line(node, ...rest);
}

/** The attributes of a node that is known to be one of some operations. @throws {Error} when it is another. */
export function attributesOf<O extends Op>(node: Node, ...expected: readonly O[]): Node<O>["attributes"] {
  if (!is(node, ...expected)) throw new Error(`This is \`${node.op}\`, not \`${expected.join("` or `")}\`.`);
  return node.attributes;
}

export const is = <O extends Op>(node: Node, ...expected: readonly O[]): node is Node<O> =>
  (expected as readonly Op[]).includes(node.op);
