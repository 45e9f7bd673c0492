import type { Attributes, Op } from "../../../graph/ops.js";
import type { Body, Lowering, Offset } from "./body.js";
import { literal } from "./shader.js";

const moved = (offset: Offset, axis: number, by: number): Offset => offset.map((o, k) => (k === axis ? o + by : o));

/** A value where a condition holds, and a number elsewhere. */
const where = (body: Body, inside: string | undefined, value: string, beyond: string): string =>
  inside === undefined ? value : body.kept(`select(${beyond}, ${value}, ${inside})`);

/** Operations that look at pixels around. What lies beyond the border is read as the nearest pixel inside, and then left out. */
export const neighbours = {
  shift: (node, body, offset) => {
    const { axis, by, border } = node.attributes;
    const along = body.grid.space.indexOf(axis);
    const there = moved(offset, along, by);
    const names = body.value(node.args[0]!, there);
    if (border === "edge") return names;
    const inside = body.within(along, there[along]!);
    return names.map((name) => where(body, inside, name, literal(border as number)));
  },

  /** The argument is always in memory: all that an edge collects is read there, by the pixels at the edge alone. */
  unshift: (node, body, offset) => {
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

  window: (node, body, offset) => {
    const { axis, kind, before, after } = node.attributes;
    const along = body.grid.space.indexOf(axis);
    // The nearest pixel inside is in the window anyway.
    const steps = Array.from({ length: before + after + 1 }, (_, i) =>
      body.value(node.args[0]!, moved(offset, along, i - before)),
    );
    return steps[0]!.map((_, c) => body.kept(steps.map((names) => names[c]!).reduce((a, b) => `${kind}(${a}, ${b})`)));
  },

  convolve: (node, body, offset) => {
    const { axes, sizes, values } = node.attributes;
    const sums = Array.from({ length: body.classes(node) }, () => body.variable("0.0"));
    values.forEach((weight, place) => {
      if (weight === 0) return;
      const by = stepsOf(place, sizes);
      const there = axes.reduce((at, axis, k) => moved(at, body.grid.space.indexOf(axis), by[k]!), offset);
      const names = body.value(node.args[0]!, there);
      const inside = there.flatMap((step, along) => body.within(along, step) ?? []).join(" && ");
      sums.forEach((sum, c) => {
        const term = `${names.length === 1 ? names[0] : names[c]} * ${literal(weight)}`;
        body.lines.push(`${sum} += ${inside === "" ? term : `select(0.0, ${term}, ${inside})`};`);
      });
    });
    return sums;
  },
} satisfies { readonly [O in Op & ("shift" | "unshift" | "window" | "convolve")]: Lowering<O> };

/** The offsets of a kernel's entry, centred. */
const stepsOf = (place: number, sizes: Attributes["convolve"]["sizes"]): number[] => {
  let rest = place;
  return sizes.reduceRight<number[]>((steps, size) => {
    steps.unshift((rest % size) - (size - 1) / 2);
    rest = Math.floor(rest / size);
    return steps;
  }, []);
};
