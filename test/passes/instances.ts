import type { Axis } from "../../src/graph/ops/axes.js";
import type { Attributes, Node, Op } from "../../src/graph/ops.js";
import type { Expr } from "../../src/graph/trace.js";
import type { Hole, Operation, Pattern } from "../../src/passes/pattern.js";
import type { World } from "../backends/world.js";

/** Picks one of a list; every choice of an instance comes from one stream, so that a failure shrinks. */
export type Choose = <T>(list: readonly T[]) => T;

/** What fills the holes: numbers for an entry, by its place. */
export interface Filling {
  readonly numbers: readonly number[];
  /** What may stand where a rule wants a number. */
  readonly constants: readonly number[];
}

const picked: Axis = "class:2,0";
const small: readonly (readonly Axis[])[] = [[], ["batch"], ["class"], ["batch", "class"]];
const large: readonly (readonly Axis[])[] = [
  ["batch", "y", "x", "class"],
  ["batch", "y", "x"],
  ["y", "x"],
  ["x", "class"],
];

/** An instance of the left side of a rule; nothing where the attributes it asks for make no sense. */
export function instance(pattern: Operation<string>, world: World, choose: Choose, filling: Filling): Node | undefined {
  const bound = new Map<string, Expr>();
  let fresh = 0;
  const value = (axes: readonly Axis[]): Expr => {
    const offset = 3 * fresh++;
    const data = Array.from({ length: world.size(axes) }, (_, i) => {
      const place = Math.floor(((i + offset) * 0.618034 * filling.numbers.length) % filling.numbers.length);
      return filling.numbers[place]!;
    });
    return world.exactly(axes, data);
  };
  const fillings: Readonly<Record<Hole<string>["sort"], () => Expr>> = {
    any: () => {
      const x = value(choose([...small, ...large]));
      return choose([x, x, x, x.less(value(choose(small)))]);
    },
    number: () => world.number(choose(filling.constants)),
    perImage: () => value(choose(small)),
    perPixel: () => value(choose(large)),
    softmax: () => value(["batch", "y", "x", "class"]).softmax("class"),
  };
  const filled = ({ name, sort }: Hole<string>): Expr => {
    const known = bound.get(name) ?? fillings[sort]();
    bound.set(name, known);
    return known;
  };
  const built = (part: Pattern<string>): Node | undefined => {
    if (part.kind === "literal") return world.number(part.value).node;
    if (part.kind === "hole") return filled(part).node;
    if (part.op === "takeTranspose") {
      const whole = value(["batch", "x", "class"]);
      const taken = whole.make("take", [whole.node], { axis: "class", indices: [2, 0], as: picked });
      const [inside] = part.args;
      if (inside?.kind === "hole") bound.set(inside.name, taken);
      return world.graph.node("takeTranspose", [taken.node], { axis: "class", indices: [2, 0], as: picked });
    }
    const args = part.args.map(built);
    if (!args.every((arg) => arg !== undefined)) return undefined;
    return made(world, part.op, args, choose);
  };
  return built(pattern);
}

function made(world: World, op: Op, args: readonly Node[], choose: Choose): Node | undefined {
  const own = args[0]!.axes;
  const node = <O extends Op>(op: O, attributes: Attributes[O]) => world.graph.node(op, args, attributes);
  switch (op) {
    case "sum":
    case "reduceMax": {
      if (!own.length) return undefined;
      const some = own.filter(() => choose([true, false]));
      const space = own.filter((axis) => axis === "y" || axis === "x");
      return node(op, { axes: choose([own, [own.at(-1)!], some.length ? some : own, space.length ? space : own]) });
    }
    case "softmax":
    case "logSoftmax":
    case "logSumExp":
      return own.length ? node(op, { axis: choose([own.at(-1)!, choose(own)]) }) : undefined;
    case "broadcast": {
      const axes = world.full.filter((axis) => own.includes(axis) || choose([true, false]));
      return node(op, { axes: choose([axes, world.full]) });
    }
    case "take": {
      const axis = own.find((axis) => axis.startsWith("class"));
      if (axis === undefined) return undefined;
      return axis === "class"
        ? node(op, { axis, indices: [2, 0], as: picked })
        : node(op, { axis, indices: [1, 0, 1], as: "class:1,0,1" });
    }
    default:
      return node(op, {});
  }
}
