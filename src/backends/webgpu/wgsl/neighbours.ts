import type { Attributes, Node, Op } from "../../../graph/ops.js";
import type { Offset } from "../../axis-sizes.js";
import type { ShaderBody, ShaderLowering } from "./body.js";
import { convolve } from "./convolve.js";
import { literal } from "./shader.js";

const moved = (offset: Offset, axis: number, by: number): Offset => offset.map((o, k) => (k === axis ? o + by : o));

/** A value where a condition holds, and a number elsewhere. */
const where = (body: ShaderBody, inside: string | undefined, value: string, beyond: string): string =>
  inside === undefined ? value : body.kept(`select(${beyond}, ${value}, ${inside})`);

/** Windows of more neighbours are not written out. */
const longest = 8;

/** The extremum over the entries of a window that are inside the image, in a loop. */
function searched(
  arg: Node,
  body: ShaderBody,
  along: number,
  { kind, before, after }: Attributes["reduceWindow"],
): string[] {
  const { lengths } = body.grid;
  const at = body.place(along);
  const centre = body.pixelAt(
    arg,
    lengths.map(() => 0),
  );
  const stride = lengths.slice(along + 1).reduce((a, b) => a * b, 1);
  const found = body.value(arg).map((name) => body.variable(name));
  body.lines.push(
    `for (var q = max(${at} - ${before}, 0); q <= min(${at} + ${after}, ${lengths[along]! - 1}); q++) {`,
    ...found.map(
      (name, c) => `${name} = ${kind}(${name}, ${body.entry(arg, `(${centre} + (q - ${at}) * ${stride})`, c)});`,
    ),
    "}",
  );
  return found;
}

/** Operations that look at pixels around. What lies beyond the border is read as the nearest pixel inside, and then left out. */
export const wgslNeighbours = {
  shift: (node, body, offset) => {
    const { axis, by, border } = node.attributes;
    const along = body.grid.space.indexOf(axis);
    const there = moved(offset, along, by);
    const names = body.value(node.args[0]!, there);
    if (border === "edge") return names;
    const inside = body.within(along, there[along]!);
    return names.map((name) => where(body, inside, name, literal(border as number)));
  },

  /** The argument is always in memory: pixels at the edge, and only those, sum what was read beyond it. */
  shiftTranspose: (node, body, offset) => {
    const { axis, by } = node.attributes;
    const [arg] = node.args;
    const along = body.grid.space.indexOf(axis);
    const length = body.grid.lengths[along]!;
    const there = moved(offset, along, -by);
    const inside = body.within(along, there[along]!);
    const plain = body.value(arg!, there).map((name) => where(body, inside, name, "0.0"));
    const beyond = Math.min(Math.abs(by), length);
    if (beyond === 0) return plain;
    const stride = body.grid.lengths.slice(along + 1).reduce((a, b) => a * b, 1) * (by > 0 ? -1 : 1);
    const centre = body.pixelAt(arg!, offset);
    return plain.map((name, c) => {
      const total = body.variable(name);
      body.lines.push(
        `if (${body.place(along)} == ${by > 0 ? length - 1 : 0}) { for (var k = 0; k < ${beyond}; k++) {`,
        `${total} += ${body.entry(arg!, `(${centre} + k * ${stride})`, c)}; } }`,
      );
      return total;
    });
  },

  reduceWindow: (node, body, offset) => {
    const { axis, kind, before, after } = node.attributes;
    const along = body.grid.space.indexOf(axis);
    const [arg] = node.args;
    if (before + after >= longest && body.isRead(arg!)) return searched(arg!, body, along, node.attributes);
    // The nearest pixel inside is in the window anyway.
    const steps = Array.from({ length: before + after + 1 }, (_, i) =>
      body.value(node.args[0]!, moved(offset, along, i - before)),
    );
    return steps[0]!.map((_, c) => body.kept(steps.map((names) => names[c]!).reduce((a, b) => `${kind}(${a}, ${b})`)));
  },

  convolve,
} satisfies { readonly [O in Op & ("shift" | "shiftTranspose" | "reduceWindow" | "convolve")]: ShaderLowering<O> };
