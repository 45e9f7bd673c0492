import { entriesOf, isBatched, type PixelGrid } from "./grid.js";
import { type Found, type Shares, sharesOf } from "./pixels.js";
import { folds } from "./pointwise.js";
import type { Shader } from "./shader.js";

/** One workgroup for each number. */
export const finishGroups = (found: readonly Found[], { sizes }: PixelGrid): number =>
  found.reduce((sum, { node }) => sum + entriesOf(node.axes, sizes), 0);

/** Lines that join what the workgroups of a kernel found: the second level of its reductions. */
export function writeFinish(shader: Shader, grid: PixelGrid, found: readonly Found[], partials: number): string[] {
  const shares = sharesOf(grid, true);
  const { threads } = shares;
  const joined = shader.helper("joined");
  const place = shader.place(partials);
  const width = found.reduce((sum, { count }) => sum + count, 0);
  shader.shared(`var<workgroup> pool : array<f32, ${threads}>;`);
  let first = 0;
  const branches = found.map((one) => {
    const entries = entriesOf(one.node.axes, grid.sizes);
    const branch = `if (group < ${first + entries}) { ${accumulated(one, shares, `(group - ${first})`)} }`;
    first += entries;
    return branch;
  });
  let written = 0;
  const writes = found.map(({ node }) => {
    const start = written;
    written += entriesOf(node.axes, grid.sizes);
    return `if (group < ${written}) { ${shader.target(node, `group - ${start}`)} = pool[0]; }`;
  });
  return [
    "let group = i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);",
    "let me = i32(localIndex);",
    "var begin = 0; var count = 0; var place = 0; var total : f32 = 0.0; var kind = 0;",
    branches.join(" else "),
    `for (var k = me; k < count; k += ${threads}) {`,
    `total = ${joined}(kind, total, result[${place} + (begin + k) * ${width} + place]);`,
    "}",
    "pool[me] = total;",
    "workgroupBarrier();",
    `for (var half = ${threads / 2}; half > 0; half /= 2) {`,
    `if (me < half) { pool[me] = ${joined}(kind, pool[me], pool[me + half]); }`,
    "workgroupBarrier();",
    "}",
    `if (me == 0) { ${writes.join(" else ")} }`,
  ];
}

/** Which of the workgroups' numbers belong to an entry of a result, and how they are joined. */
function accumulated(
  { op, node, bySamples, first, count }: Found,
  { perImage, groups }: Shares,
  entry: string,
): string {
  const all = bySamples ? groups : perImage;
  const [from, of] = isBatched(node) ? [`(${entry} / ${count}) * ${perImage}`, perImage] : ["0", all];
  const kind = kinds.indexOf(op);
  return `begin = ${from}; count = ${of}; place = ${first} + ${entry} % ${count}; kind = ${kind}; total = ${folds[op].from};`;
}

const kinds: readonly string[] = ["sum", "reduceMax", "reduceMin"];
