import type { Node, Op } from "../../../graph/ops.js";
import { isImage } from "../../../passes/fuse/domains.js";
import { classCount, type Offset } from "../../axis-sizes.js";
import { acrossClasses, ofClass } from "./classes.js";
import { isBatched, type PixelGrid } from "./grid.js";
import { wgslNeighbours } from "./neighbours.js";
import { isEntrywise, wgslPointwise } from "./pointwise.js";
import { literal, type Shader } from "./shader.js";

/** How a body computes a node: one name for each class. */
export type ShaderLowering<O extends Op> = (node: Node<O>, body: ShaderBody, offset: Offset) => readonly string[];

/** The part of a kernel that computes one pixel. Every value is computed once, where it is first asked for. */
export class ShaderBody {
  /** What depends on the image alone, and what depends on the pixel. */
  readonly before: string[] = [];
  readonly lines: string[] = [];
  readonly grid: PixelGrid;
  readonly #shader: Shader;
  readonly #own: ReadonlySet<Node>;
  readonly #made = new Map<string, readonly string[]>();
  readonly #centre: Offset;

  /** `own`: the nodes this kernel computes; all others lie in memory or are constants. */
  constructor(shader: Shader, grid: PixelGrid, own: ReadonlySet<Node>) {
    this.#shader = shader;
    this.grid = grid;
    this.#own = own;
    this.#centre = grid.space.map(() => 0);
  }

  /** A value at the pixel, or as many steps away as the offset says: one name per class. Beyond the border it is that of the nearest pixel, or of nothing. */
  value(node: Node, offset: Offset = this.#centre): readonly string[] {
    const key = isImage(node.axes, this.grid.space) ? `${node.id}@${offset}` : `${node.id}`;
    const known = this.#made.get(key);
    if (known) return known;
    const made = this.#own.has(node) ? this.#computed(node, offset) : this.#given(node, offset);
    this.#made.set(key, made);
    return made;
  }

  /** Names an expression. */
  kept(expression: string): string {
    const name = this.#shader.name();
    this.lines.push(`let ${name} : f32 = ${expression};`);
    return name;
  }

  /** Names something that more is added to. */
  variable(expression: string): string {
    const name = this.#shader.name();
    this.lines.push(`var ${name} : f32 = ${expression};`);
    return name;
  }

  /** Whether a value is an image in memory, to be read anywhere. */
  isRead(node: Node): boolean {
    return !this.#own.has(node) && isImage(node.axes, this.grid.space);
  }

  classes(node: Node): number {
    return classCount(node.axes, this.grid.sizes);
  }

  // — what is there already —

  #given(node: Node, offset: Offset): readonly string[] {
    if (!isImage(node.axes, this.grid.space)) return this.#table(node);
    const pixel = this.#once(`pixel@${offset}${isBatched(node)}`, () => this.pixelAt(node, offset), "i32");
    const classes = this.classes(node);
    const width = this.#shader.widthOf(node, classes);
    if (width === 1) return Array.from({ length: classes }, (_, c) => this.kept(this.entry(node, pixel, c)));
    return Array.from({ length: classes / width }, (_, k) => {
      const name = this.#shader.name();
      this.lines.push(`let ${name} = ${this.#shader.vector(node, `${pixel} * ${classes / width} + ${k}`)};`);
      return parts.slice(0, width).map((part) => `${name}.${part}`);
    }).flat();
  }

  /** The entry of an image in memory, by the number of the pixel among all of the value's images. */
  entry(node: Node, pixel: string, c: number): string {
    const classes = this.classes(node);
    const width = this.#shader.widthOf(node, classes);
    if (width === 1) return this.#shader.entry(node, classes === 1 ? pixel : `${pixel} * ${classes} + ${c}`);
    const k = Math.floor(c / width);
    return `${this.#shader.vector(node, `${pixel} * ${classes / width} + ${k}`)}.${parts[c % width]}`;
  }

  /** An expression for the number of the pixel some steps away, kept inside the image. */
  pixelAt(node: Node, offset: Offset): string {
    const first = isBatched(node) ? "first + " : "";
    if (offset.every((by) => by === 0)) return `${first}p`;
    const { lengths } = this.grid;
    const along = offset.map((by, axis) =>
      by === 0 ? this.place(axis) : `clamp(${this.place(axis)} + ${by}, 0, ${lengths[axis]! - 1})`,
    );
    return `${first}${along.reduce((pixel, at, axis) => `(${pixel}) * ${lengths[axis]} + ${at}`)}`;
  }

  /** How far along a spatial axis the pixel lies. */
  place(axis: number): string {
    return this.#once(
      `place${axis}`,
      () => {
        const { lengths } = this.grid;
        const inner = lengths.slice(axis + 1).reduce((a, b) => a * b, 1);
        return axis === 0 ? `p / ${inner}` : `(p / ${inner}) % ${lengths[axis]}`;
      },
      "i32",
    );
  }

  /** Whether the pixel some steps along an axis is inside; nothing where it always is. */
  within(axis: number, by: number): string | undefined {
    if (by === 0) return undefined;
    const test = () =>
      by > 0 ? `${this.place(axis)} < ${this.grid.lengths[axis]! - by}` : `${this.place(axis)} >= ${-by}`;
    return this.#once(`within${axis}:${by}`, test, "bool");
  }

  #once(key: string, expression: () => string, type: "i32" | "bool"): string {
    const known = this.#made.get(key);
    if (known) return known[0]!;
    const said = expression();
    const name = this.#shader.name(type === "i32" ? "i" : "b");
    this.lines.push(`let ${name} : ${type} = ${said};`);
    this.#made.set(key, [name]);
    return name;
  }

  /** Numbers per sample and class: the same for all pixels of an image. */
  #table(node: Node): readonly string[] {
    return this.#numbers(node).map((expression) => {
      const name = this.#shader.name("t");
      this.before.push(`let ${name} : f32 = ${expression};`);
      return name;
    });
  }

  #numbers(node: Node): readonly string[] {
    if (node.op === "constant") return [literal(node.attributes.value)];
    if (node.op === "vector") return node.attributes.values.map(literal);
    const classes = this.classes(node);
    if (node.op === "iota")
      return isBatched(node) ? ["f32(image)"] : Array.from({ length: classes }, (_, c) => literal(c));
    if (node.op === "axisSize") return [literal(this.grid.sizes.get(node.attributes.axis)!)];
    const row = isBatched(node) ? `image * ${classes} + ` : "";
    return Array.from({ length: classes }, (_, c) => this.#shader.entry(node, `${row}${c}`));
  }

  // — what is computed —

  #computed(node: Node, offset: Offset): readonly string[] {
    if (isEntrywise(node)) {
      const args = node.args.map((arg) => this.value(arg, offset));
      return Array.from({ length: this.classes(node) }, (_, c) =>
        this.kept(
          wgslPointwise(
            node,
            args.map((arg) => ofClass(arg, c)),
            this.#shader,
          ),
        ),
      );
    }
    const lowering = lowerings[node.op];
    if (!lowering) throw new Error(`\`${node.op}\` is no part of a loop over pixels.`);
    return (lowering as ShaderLowering<Op>)(node, this, offset);
  }
}

/** Of a vector. */
const parts = ["x", "y", "z", "w"] as const;

const lowerings: Partial<{ readonly [O in Op]: ShaderLowering<O> }> = { ...acrossClasses, ...wgslNeighbours };
