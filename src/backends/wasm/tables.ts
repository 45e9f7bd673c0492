import type { Axis } from "../../graph/ops/axes.js";
import { isSpatial, without } from "../../graph/ops/axes.js";
import type { Attributes, Node, Op } from "../../graph/ops.js";
import type { Code } from "../../wasm/encode/code.js";
import type { Push } from "./emit-context.js";
import { type ImageGeometry, type ImageLayout, planeFloats, sampleFloats } from "./memory/geometry.js";
import { entrywise, isEntrywiseTable } from "./table-operations.js";

/** What the emitter of computations on tables needs to know about the executable around them. */
export interface TableEmitContext {
  readonly geometry: ImageGeometry;
  /** Pushes the length of an axis. */
  length(axis: Axis): Push;
  /** Pushes where a table lies; float64, row-major. */
  table(node: Node): Push;
  image(node: Node): Push;
  layout(node: Node): ImageLayout;
  /** The index of the function of the host that computes an operation on float64: what its record says it means. */
  call(op: Op): number;
}

/** Writes a function without arguments that computes some tables, one after the other; neighbours of the same shape share a loop. */
export function writeTableFunction(code: Code, nodes: readonly Node[], context: TableEmitContext): void {
  const writer = new TableWriter(code, context);
  for (let i = 0; i < nodes.length; ) {
    let end = i + 1;
    while (end < nodes.length && shareLoop(nodes[i]!, nodes[end]!)) end++;
    writer.write(nodes.slice(i, end));
    i = end;
  }
}

const ownLoop: ReadonlySet<Op> = new Set<Op>(["sum", "reduceMax", "reduceMin", "take", "takeTranspose", "gather"]);

const shareLoop = (a: Node, b: Node): boolean =>
  !ownLoop.has(a.op) &&
  !ownLoop.has(b.op) &&
  a.axes.length === b.axes.length &&
  a.axes.every((axis, i) => axis === b.axes[i]);

class TableWriter {
  readonly #code: Code;
  readonly #context: TableEmitContext;

  constructor(code: Code, context: TableEmitContext) {
    this.#code = code;
    this.#context = context;
  }

  write(nodes: readonly Node[]): void {
    const [first] = nodes as [Node];
    switch (first.op) {
      case "sum":
      case "reduceMax":
      case "reduceMin":
        this.#reduction(first);
        return;
      case "take":
        this.#rearranged(first, first.args[0]!, first.attributes, "as");
        return;
      case "takeTranspose":
        this.#put(first);
        return;
      default:
        this.#loops(first.axes, (index) => this.#entries(nodes, index));
    }
  }

  /** Pointwise: each value into its table, and into a local for its neighbours. */
  #entries(nodes: readonly Node[], index: ReadonlyMap<Axis, number>): void {
    const code = this.#code;
    const locals = new Map<Node, number>();
    const push = (arg: Node) => {
      const local = locals.get(arg);
      if (local !== undefined) code.get(local);
      else if (arg.op === "constant") code.f64(arg.attributes.value);
      else this.#read(arg, index);
    };
    for (const node of nodes) {
      const local = code.local("f64");
      this.#pushValue(node, push, index);
      code.set(local);
      this.#address(node, index);
      code.get(local).at("f64.store");
      locals.set(node, local);
    }
    for (const local of locals.values()) code.release("f64", local);
  }

  #pushValue(node: Node, push: (arg: Node) => void, index: ReadonlyMap<Axis, number>): void {
    const code = this.#code;
    if (node.op === "gather") {
      this.#gathered(node, push, index);
      return;
    }
    if (!isEntrywiseTable(node)) throw new Error(`\`${node.op}\` is no computation on tables.`);
    const how = entrywise[node.op];
    if (how === "condition last") for (const arg of [...node.args.slice(1), node.args[0]!]) push(arg);
    else for (const arg of node.args) push(arg);
    if (how === "host") code.call(this.#context.call(node.op));
    else if (how === "sign") this.#sign();
    else if (how === "condition last") code.f64(0).op("f64.ne", "select");
    else code.op(...how);
  }

  #sign(): void {
    const code = this.#code;
    const x = code.local("f64");
    code.set(x).get(x).f64(0).op("f64.gt").get(x).f64(0).op("f64.lt", "i32.sub", "f64.convert_i32_s");
    code.release("f64", x);
  }

  /** The value of an image at a position, 0 at −1. */
  #gathered(node: Node<"gather">, push: (arg: Node) => void, index: ReadonlyMap<Axis, number>): void {
    const code = this.#code;
    const [image, list] = node.args as [Node, Node];
    const position = code.local("i32");
    const value = code.local("f64");
    push(list);
    code.op("i32.trunc_f64_s").set(position);
    code.f64(0).set(value);
    code.get(position).i32(0).op("i32.ge_s");
    code.if(() => {
      this.#imageAddress(image, index, position);
      code.at("f32.load").op("f64.promote_f32").set(value);
    });
    code.get(value);
    code.release("i32", position);
    code.release("f64", value);
  }

  #imageAddress(image: Node, index: ReadonlyMap<Axis, number>, position: number): void {
    const code = this.#code;
    const { geometry } = this.#context;
    const layout = this.#context.layout(image);
    const { row, pitch } = geometry;
    const own = image.axes.find((axis) => !isSpatial(axis) && axis !== "batch");
    this.#context.image(image)(code);
    if (layout.batched)
      code
        .get(index.get("batch")!)
        .i32(4 * sampleFloats(geometry, layout))
        .op("i32.mul", "i32.add");
    const interleaved = layout.order === "interleaved";
    if (own !== undefined)
      code
        .get(index.get(own)!)
        .i32(interleaved ? 4 : 4 * planeFloats(geometry))
        .op("i32.mul", "i32.add");
    code.get(position);
    if (row !== pitch)
      code
        .get(position)
        .i32(row)
        .op("i32.div_u")
        .i32(pitch - row)
        .op("i32.mul", "i32.add");
    code.i32(4 * (interleaved ? layout.classes : 1)).op("i32.mul", "i32.add");
  }

  #reduction(node: Node<"sum" | "reduceMax" | "reduceMin">): void {
    const code = this.#code;
    const arg = node.args[0]!;
    const initial = { sum: 0, reduceMax: Number.NEGATIVE_INFINITY, reduceMin: Number.POSITIVE_INFINITY }[node.op];
    const inner = node.attributes.axes;
    this.#loops(node.axes, (outer) => {
      const total = code.local("f64");
      code.f64(initial).set(total);
      this.#loops(
        inner,
        (index) => {
          code.get(total);
          this.#read(arg, index);
          code.op(({ sum: "f64.add", reduceMax: "f64.max", reduceMin: "f64.min" } as const)[node.op]).set(total);
        },
        outer,
      );
      this.#address(node, outer);
      code.get(total).at("f64.store");
      code.release("f64", total);
    });
  }

  #rearranged(node: Node, arg: Node, { axis, as, indices }: Attributes["take"], _: "as"): void {
    const code = this.#code;
    this.#loops(without(node.axes, [as]), (outer) => {
      const [from, to] = [code.local("i32"), code.local("i32")];
      indices.forEach((entry, i) => {
        code.i32(entry).set(from).i32(i).set(to);
        this.#address(node, new Map([...outer, [as, to]]));
        this.#read(arg, new Map([...outer, [axis, from]]));
        code.at("f64.store");
      });
      code.release("i32", from);
      code.release("i32", to);
    });
  }

  #put(node: Node<"takeTranspose">): void {
    const code = this.#code;
    const { axis, as, indices } = node.attributes;
    this.#loops(node.axes, (index) => {
      this.#address(node, index);
      code.f64(0).at("f64.store");
    });
    this.#loops(without(node.axes, [axis]), (outer) => {
      const [from, to] = [code.local("i32"), code.local("i32")];
      indices.forEach((entry, i) => {
        code.i32(i).set(from).i32(entry).set(to);
        const target = new Map([...outer, [axis, to]]);
        this.#address(node, target);
        this.#read(node, target);
        this.#read(node.args[0]!, new Map([...outer, [as, from]]));
        code.op("f64.add").at("f64.store");
      });
      code.release("i32", from);
      code.release("i32", to);
    });
  }

  /** Nested loops over some axes; `write` is given the local that counts along each. */
  #loops(
    axes: readonly Axis[],
    write: (index: ReadonlyMap<Axis, number>) => void,
    outer: ReadonlyMap<Axis, number> = new Map(),
  ): void {
    const [axis, ...rest] = axes;
    if (axis === undefined) {
      write(outer);
      return;
    }
    const code = this.#code;
    const [at, end] = [code.local("i32"), code.local("i32")];
    code.i32(0).set(at);
    this.#context.length(axis)(code);
    code.set(end);
    code.count(at, end, 1, () => this.#loops(rest, write, new Map([...outer, [axis, at]])));
    code.release("i32", at);
    code.release("i32", end);
  }

  #read(node: Node, index: ReadonlyMap<Axis, number>): void {
    if (node.op === "constant") this.#code.f64(node.attributes.value);
    else {
      this.#address(node, index);
      this.#code.at("f64.load");
    }
  }

  /** Row-major over the node's axes. */
  #address(node: Node, index: ReadonlyMap<Axis, number>): void {
    const code = this.#code;
    this.#context.table(node)(code);
    if (!node.axes.length) return;
    node.axes.forEach((axis, k) => {
      const at = index.get(axis);
      if (at === undefined) throw new Error(`Nothing counts along \`${axis}\` here.`);
      if (k > 0) {
        this.#context.length(axis)(code);
        code.op("i32.mul");
      }
      code.get(at);
      if (k > 0) code.op("i32.add");
    });
    code.i32(8).op("i32.mul", "i32.add");
  }
}
