import type { Node } from "../../../graph/ops.js";
import type { Offset } from "../../axis-sizes.js";
import { kernelSteps } from "../../kernel-steps.js";
import type { ShaderBody, ShaderLowering } from "./body.js";
import { literal } from "./shader.js";

/** Neighbours in a row that have the same weight, and where the first of them is. */
interface Run {
  readonly weight: number;
  readonly at: Offset;
  readonly length: number;
}

/** Runs shorter than this are written out. */
const shortest = 5;

/** A kernel's weights by the steps along the spatial axes. What lies beyond the border counts 0. */
export const convolve: ShaderLowering<"convolve"> = (node, body, offset) => {
  const sums = Array.from({ length: body.classes(node) }, () => body.variable("0.0"));
  for (const run of runsOf(node, body, offset))
    if (run.length >= shortest && body.isRead(node.args[0]!)) loop(node.args[0]!, body, run, sums);
    else for (let k = 0; k < run.length; k++) tap(node.args[0]!, body, run.weight, moved(run.at, k), sums);
  return sums;
};

const moved = (offset: Offset, by: number): Offset => offset.map((o, k) => (k === offset.length - 1 ? o + by : o));

/** Discs and boxes are few runs; a kernel whose neighbouring weights differ is as many as it has weights. */
function runsOf(node: Node<"convolve">, { grid }: ShaderBody, offset: Offset): Run[] {
  const { axes, sizes, values } = node.attributes;
  const alongRow = axes.at(-1) === grid.space.at(-1);
  const row = alongRow ? sizes.at(-1)! : 1;
  const runs: Run[] = [];
  values.forEach((weight, place) => {
    if (weight === 0) return;
    const last = runs.at(-1);
    const at = there(kernelSteps(place, sizes), axes, grid.space, offset);
    const goesOn = last && place % row !== 0 && last.weight === weight && same(moved(last.at, last.length), at);
    if (goesOn && alongRow) runs[runs.length - 1] = { ...last, length: last.length + 1 };
    else runs.push({ weight, at, length: 1 });
  });
  return runs;
}

const same = (a: Offset, b: Offset): boolean => a.every((step, k) => step === b[k]);

const there = (by: readonly number[], axes: readonly string[], space: readonly string[], offset: Offset): Offset =>
  offset.map((o, k) => o + (by[axes.indexOf(space[k]!)] ?? 0));

function tap(arg: Node, body: ShaderBody, weight: number, at: Offset, sums: readonly string[]): void {
  const names = body.value(arg, at);
  const inside = at.flatMap((step, along) => body.within(along, step) ?? []).join(" && ");
  sums.forEach((sum, c) => {
    const term = `${names.length === 1 ? names[0] : names[c]} * ${literal(weight)}`;
    body.lines.push(`${sum} += ${inside === "" ? term : `select(0.0, ${term}, ${inside})`};`);
  });
}

/** Over what of a run lies inside its row. */
function loop(arg: Node, body: ShaderBody, { weight, at, length }: Run, sums: readonly string[]): void {
  const across = at.length - 1;
  const first = at[across]!;
  const rows = at.slice(0, -1).flatMap((step, along) => body.within(along, step) ?? []);
  const x = body.place(across);
  const start = body.pixelAt(arg, [...at.slice(0, -1), 0]);
  const [least, most] = [
    `max(${x} + ${first}, 0)`,
    `min(${x} + ${first + length - 1}, ${body.grid.lengths[across]! - 1})`,
  ];
  body.lines.push(`if (${rows.length ? rows.join(" && ") : "true"}) { for (var q = ${least}; q <= ${most}; q++) {`);
  sums.forEach((sum, c) => {
    const entry = body.entry(arg, `(${start} - ${x} + q)`, body.classes(arg) === 1 ? 0 : c);
    body.lines.push(`${sum} += ${entry} * ${literal(weight)};`);
  });
  body.lines.push("} }");
}
