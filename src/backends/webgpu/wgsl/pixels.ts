import type { Node } from "../../../graph/ops.js";
import type { PixelKernel } from "../../../passes/fuse/fuse.js";
import { type Grid, isBatched } from "../grid.js";
import { Body, of } from "./body.js";
import { overClasses } from "./classes.js";
import { folds } from "./pointwise.js";
import { type Shader, threads } from "./shader.js";

export type Reduction = Node<"sum" | "reduceMax" | "reduceMin">;

/** Numbers a workgroup finds for one reduction: where among all it finds, and how many. */
export interface Found {
  readonly node: Reduction;
  readonly first: number;
  readonly count: number;
}

/** How the pixels of all images are shared out: a workgroup stays within one image. */
export interface Shares {
  readonly perImage: number;
  /** Pixels of one invocation. */
  readonly each: number;
  readonly groups: number;
}

/** Workgroups of an image that reduce it: enough to fill a GPU, few enough for one more workgroup to join what they found. */
const mostPerImage = 512;

export function sharesOf({ pixels, images }: Grid, reducing: boolean): Shares {
  const each = reducing ? Math.ceil(pixels / (threads * mostPerImage)) : 1;
  const perImage = Math.ceil(pixels / (threads * each));
  return { perImage, each, groups: perImage * images };
}

export function foundBy(kernel: PixelKernel, classes: (node: Node) => number): Found[] {
  let first = 0;
  return kernel.reductions.map((reduction) => {
    const node = reduction as Reduction;
    const count = overClasses(node.attributes.axes) ? 1 : classes(node.args[0]!);
    const found = { node, first, count };
    first += count;
    return found;
  });
}

/** Lines that compute everything a kernel stores, and what each workgroup finds of everything it reduces, written from entry `partials` of the workspace on. */
export function writePixels(shader: Shader, grid: Grid, kernel: PixelKernel, partials: number): string[] {
  const body = new Body(shader, grid, new Set(kernel.nodes));
  const shares = sharesOf(grid, kernel.reductions.length > 0);
  const found = foundBy(kernel, (node) => body.classes(node));
  const totals = found.map(({ node, count }) => Array.from({ length: count }, () => [shader.name("s"), node] as const));
  found.forEach(({ node }, k) => {
    const arg = node.args[0]!;
    const names = body.value(arg);
    for (let c = 0; c < body.classes(arg); c++) {
      const [total] = totals[k]![totals[k]!.length === 1 ? 0 : c]!;
      body.lines.push(`${total} = ${folds[node.op].join(total, of(names, c))};`);
    }
  });
  // All is read before anything is written: it may be written over what was read.
  for (const node of kernel.stores) body.value(node);
  for (const node of kernel.stores) store(shader, body, node);
  return [
    "let group = i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);",
    `let image = group / ${shares.perImage};`,
    `let first = image * ${grid.pixels};`,
    `let start = (group % ${shares.perImage}) * ${threads * shares.each} + i32(localIndex);`,
    ...body.before,
    ...totals.flat().map(([total, { op }]) => `var ${total} : f32 = ${folds[op].from};`),
    `for (var k = 0; k < ${shares.each}; k++) {`,
    `let p = start + k * ${threads};`,
    `if (image < ${grid.images} && p < ${grid.pixels}) {`,
    ...body.lines,
    "} }",
    ...joined(shader, totals.flat(), shares, partials),
  ];
}

function store(shader: Shader, body: Body, node: Node): void {
  const names = body.value(node);
  const classes = body.classes(node);
  const pixel = body.pixelAt(
    node,
    body.grid.space.map(() => 0),
  );
  const lines = Array.from({ length: classes }, (_, c) => {
    const index = classes === 1 ? pixel : `(${pixel}) * ${classes} + ${c}`;
    return `${shader.target(node, index)} = ${of(names, c)};`;
  });
  body.lines.push(...(isBatched(node) ? lines : ["if (image == 0) {", ...lines, "}"]));
}

/** As many sums as fit the memory that workgroups have at least. */
const together = Math.floor(16384 / (4 * threads));

/** The sums of the invocations of a workgroup, pairwise; some at a time share the steps. */
function joined(
  shader: Shader,
  totals: readonly (readonly [name: string, node: Reduction])[],
  { groups }: Shares,
  partials: number,
): string[] {
  if (!totals.length) return [];
  const place = shader.place(partials);
  const room = Math.min(together, totals.length);
  shader.shared(`var<workgroup> pool : array<f32, ${room * threads}>;`);
  const lines = ["let me = i32(localIndex);"];
  for (let from = 0; from < totals.length; from += room) {
    const part = totals.slice(from, from + room);
    part.forEach(([name], k) => {
      lines.push(`pool[${k * threads} + me] = ${name};`);
    });
    lines.push("workgroupBarrier();", `for (var half = ${threads / 2}; half > 0; half /= 2) {`, "if (me < half) {");
    part.forEach(([, { op }], k) => {
      const mine = `pool[${k * threads} + me]`;
      lines.push(`${mine} = ${folds[op].join(mine, `pool[${k * threads} + me + half]`)};`);
    });
    lines.push("}", "workgroupBarrier();", "}", `if (me == 0 && group < ${groups}) {`);
    part.forEach((_, k) => {
      lines.push(`result[${place} + group * ${totals.length} + ${from + k}] = pool[${k * threads}];`);
    });
    lines.push("}", "workgroupBarrier();");
  }
  return lines;
}
