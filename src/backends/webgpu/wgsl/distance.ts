import { type Axis, isSpatial } from "../../../graph/ops/axes.js";
import type { Node } from "../../../graph/ops.js";
import { sizeOfAxis } from "../../axis-sizes.js";
import { entriesOf, type PixelGrid } from "./grid.js";
import { type Shader, workgroupSize } from "./shader.js";

/** More than the square of any distance, and far from the largest float. */
const nowhere = "1e37";

/** One of the passes of a distance transform: along which axis, what it reads, and whether it is the first or the last. */
export interface DistancePass {
  readonly axis: Axis;
  readonly from: Node;
  readonly spacing: Node;
  readonly first: boolean;
  readonly last: boolean;
}

/** The passes behind one another, the innermost axis first: neighbours in memory first. */
export function passesOf(node: Node<"distanceTransform">): readonly Omit<DistancePass, "from">[] {
  const [, ...spacing] = node.args;
  const axes = node.attributes.space.map((axis, k) => ({ axis, spacing: spacing[k]! })).reverse();
  return axes.map((pass, k) => ({ ...pass, first: k === 0, last: k === axes.length - 1 }));
}

export const distanceGroups = (node: Node, { sizes }: PixelGrid): number =>
  Math.ceil(entriesOf(node.axes, sizes) / workgroupSize);

/**
 * Lines for one pass: at each pixel the least of what the line through it holds, plus the square of the way there. Exact like the lower envelope of parabolas,
 * but with nothing to keep between pixels: from the pixel outwards, until the way alone is longer than what is found.
 *
 * A pixel is true if its value exceeds 0.5, like on the host; NaN is not, where the host refuses it, because nothing is read back to look for one.
 */
export function writeDistance(
  shader: Shader,
  grid: PixelGrid,
  node: Node<"distanceTransform">,
  pass: DistancePass,
): string[] {
  const { axes } = node;
  const at = axes.indexOf(pass.axis);
  const length = sizeOfAxis(pass.axis, grid.sizes);
  const stride = entriesOf(axes.slice(at + 1), grid.sizes);
  const squared = (index: string) => {
    const value = shader.entry(pass.from, index);
    return pass.first ? `select(0.0, ${nowhere}, ${value} > 0.5)` : value;
  };
  return [
    "let group = i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);",
    `let e = group * ${workgroupSize} + i32(localIndex);`,
    `if (e < ${entriesOf(axes, grid.sizes)}) {`,
    `let place = (e / ${stride}) % ${length};`,
    `let unit : f32 = ${shader.number(pass.spacing)};`,
    `var best : f32 = ${squared("e")};`,
    `for (var steps = 1; steps < ${length}; steps++) {`,
    "let way = unit * f32(steps); let far = way * way;",
    "if (far >= best) { break; }",
    `if (place >= steps) { best = min(best, ${squared(`(e - steps * ${stride})`)} + far); }`,
    `if (place + steps < ${length}) { best = min(best, ${squared(`(e + steps * ${stride})`)} + far); }`,
    "}",
    // Where no pixel is false there is no distance.
    `${shader.target(node, "e")} = ${pass.last ? `select(sqrt(best), 0.0, best >= ${nowhere})` : "best"};`,
    "}",
  ];
}

export const isDistance = (node: Node): node is Node<"distanceTransform"> =>
  node.op === "distanceTransform" && node.args.slice(1).every(({ axes }) => !axes.length) && node.axes.some(isSpatial);
