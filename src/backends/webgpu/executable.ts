import { topologicalOrder } from "../../graph/graph.js";
import { isPrediction } from "../../graph/inputs.js";
import { isSpatial } from "../../graph/ops/axes.js";
import type { Node } from "../../graph/ops.js";
import { widthBy } from "../../passes/fuse/cost.js";
import { fuse, type Schedule } from "../../passes/fuse/fuse.js";
import { AxisSizes } from "../axis-sizes.js";
import type { Sizes } from "../backend.js";
import { Compiler, type GpuStep } from "./compiler.js";
import { placeValues } from "./placement.js";
import { worksOf } from "./steps.js";
import { gridOf, type PixelGrid } from "./wgsl/grid.js";
import type { ValueLocation } from "./wgsl/shader.js";

/** Some roots of a graph, compiled for shapes: the text of shaders, where everything lies, and the order of everything. Nothing in it belongs to a device. */
export class GpuExecutable {
  readonly schedule: Schedule;
  readonly grid: PixelGrid;
  readonly roots: readonly Node[];
  readonly inputs: readonly Node<"input">[];
  readonly stages: readonly GpuStep[];
  readonly places: ReadonlyMap<Node, ValueLocation>;
  /** Entries of the workspace. */
  readonly workspace: number;
  /** Predictions that shaders check: for each a flag at the beginning of the workspace, 1 where one of its entries is not finite. */
  readonly finiteChecked: readonly Node<"input">[];
  /** Predictions that no shader checks. */
  readonly notFiniteChecked: readonly Node<"input">[];
  /** Roots that are one number in the workspace. */
  readonly numbers: readonly Node[];

  constructor(
    roots: readonly Node[],
    known: { has(node: Node): boolean },
    sizes: Sizes,
    isNumber: (name: string) => boolean,
  ) {
    const order = topologicalOrder(roots, known);
    const lengths = lengthsOf(order, sizes);
    this.roots = roots;
    this.grid = gridOf([...sizes.keys()].filter(isSpatial), lengths);
    this.schedule = fuse(roots, known, { space: this.grid.space, width: widthBy((axis) => lengths.get(axis) ?? 1) });
    const works = worksOf(this.schedule.steps, this.grid);
    const outside = order.filter((node) => known.has(node) || node.op === "result" || isUnmeasured(node, lengths));
    const inputs = order.filter((node): node is Node<"input"> => node.op === "input" && !known.has(node));
    this.inputs = inputs;
    const numbers = new Set<Node>(inputs.filter(({ attributes }) => isNumber(attributes.name)));
    const layout = placeValues(works, new Set(roots), [...outside, ...inputs], (node) => numbers.has(node), this.grid);
    const compiler = new Compiler(this.grid, layout, new Set(roots), order);
    this.stages = compiler.compile(works);
    this.places = layout.places;
    this.workspace = compiler.workspace;
    this.finiteChecked = compiler.finiteChecked;
    this.notFiniteChecked = inputs.filter((node) => isPrediction(node) && !this.finiteChecked.includes(node));
    this.numbers = [...new Set(roots)].filter((root) => !root.axes.length && this.startOf(root) !== undefined);
  }

  /** Where in the workspace a value lies, if it does. */
  startOf(node: Node): number | undefined {
    const place = this.places.get(node);
    return place?.kind === "workspace" ? place.start : undefined;
  }
}

/** All lengths that are known before anything runs: lists of constants tell theirs. */
function lengthsOf(order: readonly Node[], sizes: Sizes): Sizes {
  const lengths = new AxisSizes(sizes, order);
  for (const node of order) if (node.op === "vector") lengths.learn(node.axes, [node.attributes.values.length]);
  return lengths.all;
}

/** A leaf that gives the length of a list, where that is known only at run time. */
const isUnmeasured = (node: Node, sizes: Sizes): boolean => node.op === "axisSize" && !sizes.has(node.attributes.axis);
