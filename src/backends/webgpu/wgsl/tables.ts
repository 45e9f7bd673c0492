import { type Axis, isSpatial, without } from "../../../graph/ops/axes.js";
import type { Node, Op } from "../../../graph/ops.js";
import { sizeOfAxis } from "../../axis-sizes.js";
import { entriesOf, isBatched, type PixelGrid } from "./grid.js";
import { folds, wgslPointwise } from "./pointwise.js";
import { literal, type Shader, workgroupSize } from "./shader.js";

/** Where along each axis an entry lies: names or expressions. */
type Index = ReadonlyMap<Axis, string>;

/** Lines for one workgroup that computes some tables, one after the other; neighbours of the same shape share a loop. */
export function tableLines(shader: Shader, grid: PixelGrid, nodes: readonly Node[]): string[] {
  const writer = new TableWriter(shader, grid);
  for (let i = 0; i < nodes.length; ) {
    let end = i + 1;
    while (end < nodes.length && shareLoop(nodes[i]!, nodes[end]!)) end++;
    writer.write(nodes.slice(i, end));
    i = end;
  }
  return writer.lines;
}

const ownLoop: ReadonlySet<Op> = new Set<Op>(["sum", "reduceMax", "reduceMin", "take", "takeTranspose", "gather"]);

const shareLoop = (a: Node, b: Node): boolean =>
  !ownLoop.has(a.op) &&
  !ownLoop.has(b.op) &&
  a.axes.length === b.axes.length &&
  a.axes.every((x, i) => x === b.axes[i]);

class TableWriter {
  readonly lines: string[] = [];
  readonly #shader: Shader;
  readonly #grid: PixelGrid;

  constructor(shader: Shader, grid: PixelGrid) {
    this.#shader = shader;
    this.#grid = grid;
  }

  /** Each invocation computes some of the entries; what follows sees all of them. */
  write(nodes: readonly Node[]): void {
    const { axes } = nodes[0]!;
    const at = this.#shader.name("e");
    this.lines.push(
      `for (var ${at} = i32(localIndex); ${at} < ${entriesOf(axes, this.#grid.sizes)}; ${at} += ${workgroupSize}) {`,
    );
    const index = this.#index(axes, at);
    const local = new Map<Node, string>();
    for (const node of nodes) {
      const value = this.#kept(this.#value(node, index, local));
      local.set(node, value);
      this.lines.push(`${this.#shader.target(node, at)} = ${value};`);
    }
    this.lines.push("}", "storageBarrier();");
  }

  /** The place along each axis, of an entry of a row-major table. */
  #index(axes: readonly Axis[], at: string): Index {
    let stride = 1;
    const places: [Axis, string][] = [];
    for (const axis of [...axes].reverse()) {
      const length = sizeOfAxis(axis, this.#grid.sizes);
      const name = this.#shader.name("i");
      this.lines.push(`let ${name} = (${at} / ${stride}) % ${length};`);
      places.push([axis, name]);
      stride *= length;
    }
    return new Map(places);
  }

  #kept(expression: string): string {
    const name = this.#shader.name();
    this.lines.push(`let ${name} : f32 = ${expression};`);
    return name;
  }

  #value(node: Node, index: Index, local: ReadonlyMap<Node, string>): string {
    switch (node.op) {
      case "sum":
      case "reduceMax":
      case "reduceMin":
        return this.#reduced(node, index);
      case "take":
        return this.#taken(node, index);
      case "takeTranspose":
        return this.#put(node, index);
      case "gather":
        return this.#gathered(node, index);
      default:
        return wgslPointwise(
          node,
          node.args.map((arg) => local.get(arg) ?? this.#kept(this.#read(arg, index))),
          this.#shader,
        );
    }
  }

  #reduced(node: Node<"sum" | "reduceMax" | "reduceMin">, outer: Index): string {
    const { from, join } = folds[node.op];
    const total = this.#shader.name();
    this.lines.push(`var ${total} : f32 = ${from};`);
    const inner = node.attributes.axes.map((axis) => [axis, this.#shader.name("k")] as const);
    for (const [axis, k] of inner)
      this.lines.push(`for (var ${k} = 0; ${k} < ${sizeOfAxis(axis, this.#grid.sizes)}; ${k}++) {`);
    this.lines.push(`${total} = ${join(total, this.#read(node.args[0]!, new Map([...outer, ...inner])))};`);
    this.lines.push("}".repeat(inner.length));
    return total;
  }

  #taken(node: Node<"take">, index: Index): string {
    const { axis, as, indices } = node.attributes;
    const from = this.#chosen(indices, index.get(as)!);
    return this.#read(node.args[0]!, new Map([...without(node.axes, [as]).map(of(index)), [axis, from]]));
  }

  #put(node: Node<"takeTranspose">, index: Index): string {
    const { axis, as, indices } = node.attributes;
    const rest = without(node.axes, [axis]).map(of(index));
    const terms = indices.map((entry, i) => {
      const value = this.#kept(this.#read(node.args[0]!, new Map([...rest, [as, `${i}`]])));
      return `select(0.0, ${value}, ${index.get(axis)} == ${entry})`;
    });
    return terms.join(" + ");
  }

  /** The value of an image at a position, 0 at −1. */
  #gathered(node: Node<"gather">, index: Index): string {
    const [image, list] = node.args as [Node, Node];
    const position = this.#shader.name("i");
    this.lines.push(`let ${position} = i32(${this.#read(list, index)});`);
    const classes = image.axes.find((axis) => !isSpatial(axis) && axis !== "batch");
    const first = isBatched(image) ? `${index.get("batch")} * ${this.#grid.pixels} + ` : "";
    const pixel = `(${first}max(${position}, 0))`;
    const entry =
      classes === undefined ? pixel : `${pixel} * ${sizeOfAxis(classes, this.#grid.sizes)} + ${index.get(classes)}`;
    return `select(0.0, ${this.#shader.entry(image, entry)}, ${position} >= 0)`;
  }

  #chosen(values: readonly number[], at: string): string {
    const name = this.#shader.name("a");
    this.lines.push(`var ${name} = array<i32, ${values.length}>(${values.join(", ")});`);
    return `${name}[${at}]`;
  }

  #read(node: Node, index: Index): string {
    switch (node.op) {
      case "constant":
        return literal(node.attributes.value);
      case "axisSize":
        return literal(sizeOfAxis(node.attributes.axis, this.#grid.sizes));
      case "iota":
        return `f32(${index.get(node.attributes.axis)})`;
      case "vector": {
        const { axis, values } = node.attributes;
        const name = this.#shader.name("a");
        this.lines.push(`var ${name} = array<f32, ${values.length}>(${values.map(literal).join(", ")});`);
        return `${name}[${index.get(axis)}]`;
      }
      default:
        return this.#shader.entry(node, this.#flat(node.axes, index));
    }
  }

  /** Row-major over the node's axes. */
  #flat(axes: readonly Axis[], index: Index): string {
    if (!axes.length) return "0";
    return axes
      .map((axis) => {
        const at = index.get(axis);
        if (at === undefined) throw new Error(`Nothing counts along \`${axis}\` here.`);
        return at;
      })
      .reduce((flat, at, k) => `(${flat}) * ${sizeOfAxis(axes[k]!, this.#grid.sizes)} + ${at}`);
  }
}

const of =
  (index: Index) =>
  (axis: Axis): [Axis, string] => [axis, index.get(axis)!];
