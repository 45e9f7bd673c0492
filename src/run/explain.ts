import { topologicalOrder } from "../graph/graph.js";
import { type Axis, isSpatial } from "../graph/ops/axes.js";
import { isLeaf, isRoutine, type Node, type Op, type RoutineOp } from "../graph/ops.js";
import type { LossDeclaration } from "../loss.js";
import type { Rewrite } from "../passes/rewrite.js";
import type { Stage } from "../passes/stage.js";
import { classesNamed } from "../program/classes.js";
import type { Program } from "../program/program.js";
import type { LiveTerms } from "../schedule/session.js";
import { fitBatch } from "./layout.js";
import { fusedWork, type PassWork } from "./passes-explained.js";
import type { Plan, Planner } from "./plan.js";
import { syntheticShapes } from "./synthetic-shapes.js";

/** The work of one stage. */
export interface StageWork {
  readonly stage: Exclude<Stage, "constant">;
  /** When it is done. */
  readonly often: string;
  /** Operations by name, with how many of each. */
  readonly operations: Readonly<Record<string, number>>;
  readonly kernels: number;
  /** Bytes of float32 read and written; absent while shapes are unknown. */
  readonly bytes?: number;
}

/** What a program does at one moment, and what it costs. */
export interface Explanation {
  readonly phase: number;
  readonly backend: string;
  readonly shape?: readonly number[];
  readonly terms: readonly { readonly label: string; readonly weight: number }[];
  /** Calls of backend operations in a step: without fusion, one per node. */
  readonly kernels: number;
  readonly stages: readonly StageWork[];
  readonly routines: readonly { readonly name: string; readonly stage: Stage; readonly runs: "device" | "host" }[];
  /** Where operations are fused: the passes of a step, in order. */
  readonly passes?: readonly PassWork[];
  /** Bytes moved in a step after the target-only work; absent while shapes are unknown. */
  readonly bytes?: number;
  /** Arithmetic operations of a step, and the most bytes in use at a time; known of fused passes whose shapes are known. */
  readonly flops?: number;
  readonly peak?: number;
  /** Groups of operations that stay apart, and why. */
  readonly notFused: readonly { readonly what: string; readonly why: string }[];
  /** The nodes themselves, for printing. */
  readonly roots: readonly Node[];
  /** The rules of the optimiser that were applied, in order: found only when asked for, by planning once more. */
  readonly rewrites: () => readonly Rewrite[];
  /** Where operations are fused: the pass of a step, from 0, that computes a node first. What is computed once per target is in none. */
  readonly passOf?: ReadonlyMap<Node, number>;
}

const often = {
  target: "once per target",
  analysed: "each step, before the gradient",
  differentiated: "each step, with the gradient",
} as const;

/** @throws {BatchError} when the shape does not fit the program. */
export function explain(
  program: Program,
  engine: {
    readonly backend: string;
    readonly fused: boolean;
    placeOf(routine: RoutineOp): "device" | "host";
    readonly library: ReadonlyMap<string, LossDeclaration>;
    planner(fitted: Pick<ReturnType<typeof fitBatch>, "layout">): Planner;
  },
  moment: LiveTerms,
  shape?: readonly number[],
): Explanation {
  const assumed = shape ?? assumedShape(program, engine.library);
  const { heads, fields } = syntheticShapes(program.terms, engine.library, assumed, program.task);
  const predictions = heads.size > 0 ? heads : new Map([["", assumed]]);
  const fieldShapes = new Map([...fields].map(([name, { shape }]) => [name, shape]));
  const fitted = fitBatch({ predictions, target: assumed, masks: new Map(), fields: fieldShapes }, program.task);
  const planner = engine.planner(fitted);
  const plan = planner.plan(moment.live);
  const roots = [plan.total, ...plan.terms, ...plan.gradients.values()];
  const work = topologicalOrder(roots).filter((node) => !isLeaf(node) && node.op !== "detach" && node.op !== "result");
  const sizes = shape ? fitted.sizes : undefined;
  const stages = (["target", "analysed", "differentiated"] as const).map((stage) =>
    stageWork(stage, work, plan, sizes),
  );
  const step = stages.filter(({ stage }) => stage !== "target");
  const fused = engine.fused ? fusedStep(plan, roots, fitted.sizes, sizes) : undefined;
  return {
    phase: moment.phase,
    backend: engine.backend,
    ...(shape && { shape }),
    terms: plan.live.map((index) => ({ label: program.terms[index]!.label, weight: moment.weights[index]! })),
    kernels: step.reduce((sum, s) => sum + s.kernels, 0),
    stages,
    routines: work
      .filter((node): node is Node<RoutineOp> => isRoutine(node))
      .map((node) => ({ name: node.op, stage: plan.stage.get(node)!, runs: engine.placeOf(node.op) })),
    ...(sizes && { bytes: step.reduce((sum, s) => sum + (s.bytes ?? 0), 0) }),
    notFused: [{ what: "every operation", why: `the backend \`${engine.backend}\` runs operations one by one` }],
    ...fused,
    roots,
    rewrites: () => planner.rewrites(moment.live),
  };
}

/** A step on a backend that fuses: what takes the place of the figures of single operations. */
function fusedStep(
  plan: Plan,
  roots: readonly Node[],
  all: ReadonlyMap<Axis, number>,
  sizes: ReadonlyMap<Axis, number> | undefined,
): Partial<Explanation> {
  const known = new Set<Node>(plan.cacheBoundary);
  const { passes, passOf, peak } = fusedWork(roots, known, [...all.keys()].filter(isSpatial), sizes);
  const sum = (of: (pass: PassWork) => number) => passes.reduce((total, pass) => total + of(pass), 0);
  const apart = passes.filter((pass) => pass.why);
  return {
    kernels: passes.length,
    passes,
    passOf,
    ...(sizes && { bytes: sum((pass) => pass.bytes ?? 0), flops: sum((pass) => pass.flops ?? 0), peak: peak ?? 0 }),
    notFused: apart.map(({ operations, why }) => ({ what: Object.keys(operations).join(), why: why! })),
  };
}

function stageWork(
  stage: StageWork["stage"],
  work: readonly Node[],
  plan: Plan,
  sizes?: ReadonlyMap<Axis, number>,
): StageWork {
  const nodes = work.filter((node) => plan.stage.get(node) === stage);
  const operations: Record<string, number> = {};
  for (const { op } of nodes) operations[op] = (operations[op] ?? 0) + 1;
  return {
    stage,
    often: often[stage],
    operations: Object.fromEntries(Object.entries(operations).sort(([, a], [, b]) => b - a)),
    kernels: nodes.length,
    ...(sizes && { bytes: nodes.reduce((sum, node) => sum + bytesOf(node, sizes), 0) }),
  };
}

const bytesOf = (node: Node, sizes: ReadonlyMap<Axis, number>): number =>
  [node, ...node.args].reduce((sum, value) => sum + 4 * entries(value, sizes), 0);

/** Lists made by routines are short beside images; their length is not known before they run. */
const entries = (node: Node, sizes: ReadonlyMap<Axis, number>): number =>
  node.axes.reduce((product, axis) => product * lengthOf(axis, sizes), node.op === ("constant" satisfies Op) ? 0 : 1);

const lengthOf = (axis: Axis, sizes: ReadonlyMap<Axis, number>): number =>
  sizes.get(axis) ?? (axis.startsWith("class:") ? axis.split(",").length : 1);

/** A shape to plan for when nobody gave one; lengths do not matter to the plan, ranks and classes do. */
const assumedShape = ({ task, terms }: Program, library: ReadonlyMap<string, LossDeclaration>): readonly number[] => {
  const rank = task.space ?? 2;
  const field = terms.some((t) => t.head === undefined && library.get(t.loss)!.channels !== undefined);
  const least = Math.max(1, ...terms.map(({ sees }) => classesNamed(sees)));
  return [1, ...Array.from({ length: rank }, () => 8), task.classes?.length ?? (field ? rank : least)];
};
