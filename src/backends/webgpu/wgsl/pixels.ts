import type { Node } from "../../../graph/ops.js";
import type { PixelKernel } from "../../../passes/fuse/fuse.js";
import { ShaderBody } from "./body.js";
import { ofClass, overClasses } from "./classes.js";
import { isBatched, type PixelGrid } from "./grid.js";
import { folds } from "./pointwise.js";
import { workgroupSize as fewThreads, manyThreads, type Shader, widthFor } from "./shader.js";

export type Reduction = Node<"sum" | "reduceMax" | "reduceMin">;

/** Numbers a workgroup finds for one reduction: where among all it finds, and how many. */
export interface Found {
  readonly op: Reduction["op"];
  /** Whose numbers they are, once they are joined: those of each sample, or one for all. */
  readonly node: Node;
  /** Whether every sample adds to them, or only the one image there is. */
  readonly bySamples: boolean;
  readonly first: number;
  readonly count: number;
}

/** Inputs whose entries must be finite, with the number that is 1 if one is not. */
export type Watched = ReadonlyMap<Node, Node>;

/** How the pixels of all images are shared out: a workgroup stays within one image. */
export interface Shares {
  /** Invocations of a workgroup. */
  readonly threads: number;
  readonly perImage: number;
  /** Pixels of one invocation. */
  readonly each: number;
  readonly groups: number;
}

/** Workgroups that reduce all images: enough to fill a GPU, few enough for one more workgroup to join what they found. */
const mostGroups = 1024;

/** From so many pixels on. */
const manyPixels = 65_536;

export function sharesOf({ pixels, images }: PixelGrid, reducing: boolean): Shares {
  const threads = reducing && pixels * images >= manyPixels ? manyThreads : fewThreads;
  const mostPerImage = Math.max(1, Math.floor(mostGroups / images));
  const each = reducing ? Math.ceil(pixels / (threads * mostPerImage)) : 1;
  const perImage = Math.ceil(pixels / (threads * each));
  return { threads, perImage, each, groups: perImage * images };
}

export function foundBy(kernel: PixelKernel, watched: Watched, classes: (node: Node) => number): Found[] {
  let first = 0;
  const placed = (node: Node, op: Found["op"], bySamples: boolean, count: number): Found => {
    first += count;
    return { op, node, bySamples, first: first - count, count };
  };
  return [
    ...(kernel.reductions as Reduction[]).map((node) => {
      const count = overClasses(node.attributes.axes) ? 1 : classes(node.args[0]!);
      return placed(node, node.op, isBatched(node.args[0]!), count);
    }),
    ...[...watched.values()].map((flag) => placed(flag, "reduceMax", true, 1)),
  ];
}

/** Lines that compute everything a kernel stores, and what each workgroup finds of everything it reduces, written from entry `partials` of the workspace on. */
export function writePixels(
  shader: Shader,
  grid: PixelGrid,
  kernel: PixelKernel,
  partials: number,
  watched: Watched = new Map(),
): string[] {
  const body = new ShaderBody(shader, grid, new Set(kernel.nodes));
  const found = foundBy(kernel, watched, (node) => body.classes(node));
  const shares = sharesOf(grid, found.length > 0);
  const totals = found.map(({ op, count }) => Array.from({ length: count }, () => [shader.name("s"), op] as const));
  kernel.reductions.forEach((node, k) => {
    const arg = node.args[0]!;
    const names = body.value(arg);
    for (let c = 0; c < body.classes(arg); c++) {
      const [total] = totals[k]![totals[k]!.length === 1 ? 0 : c]!;
      body.lines.push(`${total} = ${folds[found[k]!.op].join(total, ofClass(names, c))};`);
    }
  });
  const exponents = [...watched.keys()].map((input) => watch(shader, body, input));
  // All is read before anything is written: it may be written over what was read.
  for (const node of kernel.stores) body.value(node);
  for (const node of kernel.stores) store(shader, body, node);
  return [
    "let group = i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);",
    `let image = group / ${shares.perImage};`,
    `let first = image * ${grid.pixels};`,
    `let start = (group % ${shares.perImage}) * ${shares.threads * shares.each} + i32(localIndex);`,
    ...body.before,
    ...totals.flat().map(([total, op]) => `var ${total} : f32 = ${folds[op].from};`),
    ...exponents.map((exponent) => `var ${exponent} : u32 = 0u;`),
    `for (var k = 0; k < ${shares.each}; k++) {`,
    `let p = start + k * ${shares.threads};`,
    `if (image < ${grid.images} && p < ${grid.pixels}) {`,
    ...body.lines,
    "} }",
    ...exponents.map((exponent, k) => {
      const [total] = totals[kernel.reductions.length + k]![0]!;
      return `${total} = select(0.0, 1.0, ${exponent} == ${notFinite});`;
    }),
    ...joined(shader, totals.flat(), shares, partials),
  ];
}

/** The bits of the exponent, all set in NaN and infinities: compilers may take for granted that arithmetic never meets these. */
const notFinite = "0x7f800000u";

/** Keeps the largest exponent of an input's entries. */
function watch(shader: Shader, body: ShaderBody, input: Node): string {
  const exponent = shader.name("x");
  for (const name of body.value(input))
    body.lines.push(`${exponent} = max(${exponent}, bitcast<u32>(${name}) & ${notFinite});`);
  return exponent;
}

function store(shader: Shader, body: ShaderBody, node: Node): void {
  const names = body.value(node);
  const classes = body.classes(node);
  const pixel = body.pixelAt(
    node,
    body.grid.space.map(() => 0),
  );
  const width = shader.output === "tensor" ? widthFor(classes) : 1;
  shader.outputWidth = width;
  const lines = Array.from({ length: classes / width }, (_, k) => {
    const index = classes === width ? pixel : `(${pixel}) * ${classes / width} + ${k}`;
    const entries = Array.from({ length: width }, (_, c) => ofClass(names, k * width + c));
    return `${shader.target(node, index)} = ${width === 1 ? entries[0] : `vec${width}<f32>(${entries.join(", ")})`};`;
  });
  body.lines.push(...(isBatched(node) ? lines : ["if (image == 0) {", ...lines, "}"]));
}

/** Sums that fit the memory that workgroups have at least. */
const fitting = (threads: number): number => Math.floor(16384 / (4 * threads));

/** The sums of the invocations of a workgroup, pairwise; some at a time share the steps. */
function joined(
  shader: Shader,
  totals: readonly (readonly [name: string, op: Reduction["op"]])[],
  { threads, groups }: Shares,
  partials: number,
): string[] {
  if (!totals.length) return [];
  const place = shader.place(partials);
  const room = Math.min(fitting(threads), totals.length);
  shader.shared(`var<workgroup> pool : array<f32, ${room * threads}>;`);
  const lines = ["let me = i32(localIndex);"];
  for (let from = 0; from < totals.length; from += room) {
    const part = totals.slice(from, from + room);
    part.forEach(([name], k) => {
      lines.push(`pool[${k * threads} + me] = ${name};`);
    });
    lines.push("workgroupBarrier();", `for (var half = ${threads / 2}; half > 0; half /= 2) {`, "if (me < half) {");
    part.forEach(([, op], k) => {
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
