import { isComparison, type Node, type Op } from "../../../graph/ops.js";
import type { Code } from "../../../wasm/encode/code.js";
import { classCount, type Offset } from "../../axis-sizes.js";
import { NotExpressible } from "../../backend.js";
import type { EmitContext } from "../emit-context.js";
import { planeFloats } from "../memory/geometry.js";
import { guard } from "../memory/memory.js";
import { loadInterleaved } from "./interleave.js";
import { wasmNeighbours } from "./neighbours.js";
import { wasmPointwise } from "./pointwise.js";
import { type RowState, rowBias } from "./row-state.js";
import { of, type Vec, type VectorLowering, vectorComparisons } from "./vectors.js";

/** Where in the loop a body stands. */
export interface LoopPosition {
  /** Bytes from the start of the row to the four pixels, in an image of one class. */
  readonly bytes: number;
  /** Where neighbours may lie beyond a border: the column of each of the four pixels, as integers. Absent where all are inside. */
  readonly columns?: number;
}

/** The part of a kernel that computes four pixels. Every value is computed once, into locals, where it is first asked for. */
export class KernelBody {
  readonly code: Code;
  readonly #rowState: RowState;
  readonly #context: EmitContext;
  readonly #place: LoopPosition;
  readonly #own: ReadonlySet<Node>;
  readonly #made = new Map<string | number, readonly Vec[]>();
  readonly #masks = new Map<string, Vec>();
  readonly #centre: Offset;

  /** `own`: the nodes this kernel computes; all others lie in memory or are constants. */
  constructor(code: Code, rowState: RowState, context: EmitContext, place: LoopPosition, own: ReadonlySet<Node>) {
    this.code = code;
    this.#rowState = rowState;
    this.#context = context;
    this.#place = place;
    this.#own = own;
    this.#centre = context.geometry.space.map(() => 0);
  }

  /** A value at the pixels themselves: one vector per class. */
  value(node: Node): readonly Vec[] {
    return this.#at(node, this.#centre);
  }

  /** All ones where the pixels lie inside the row; nothing where all do. */
  inside(): Vec | undefined {
    return this.#columnMask(0);
  }

  #at(node: Node, offset: Offset): readonly Vec[] {
    if (node.op === "constant") return [this.#number(node.attributes.value)];
    if (node.op === "vector") return node.attributes.values.map((v) => this.#number(v));
    const key = offset.some(isAway) ? `${node.id}@${offset}` : node.id;
    const known = this.#made.get(key);
    if (known) return known;
    const made = this.#own.has(node) ? this.#computed(node, offset) : this.#read(node, offset);
    this.#made.set(key, made);
    return made;
  }

  // — what is there already —

  #read(node: Node, offset: Offset): readonly Vec[] {
    const { geometry } = this.#context;
    if (!geometry.space.every((axis) => node.axes.includes(axis))) {
      const count = classCount(node.axes, this.#context.sizes);
      return Array.from({ length: count }, (_, entry) => {
        const local = this.#rowState.table(node, entry);
        return () => this.code.get(local);
      });
    }
    const pointer = this.#rowState.pointer(node, offset);
    const { order, classes } = this.#context.layout(node);
    const across = offset.at(-1)!;
    this.#rowState.reach(offset.length - 1, across);
    const address = (width: number) => () => {
      this.code.get(pointer).get(this.#place.bytes);
      if (width > 1) this.code.i32(width).op("i32.mul");
      this.code.op("i32.add");
    };
    const furthest = 4 * classes * (Math.abs(across) + 8);
    if (furthest > guard)
      throw new NotExpressible(`Neighbours ${Math.abs(across)} pixels away in ${classes} interleaved classes.`);
    if (order === "interleaved")
      return loadInterleaved(this.code, address(classes), classes, rowBias + 4 * across * classes).map(
        (local) => () => this.code.get(local),
      );
    const size = 4 * planeFloats(geometry);
    return Array.from({ length: classes }, (_, c) => {
      address(1)();
      return this.#kept(() => this.code.at("v128.load", rowBias + 4 * across + c * size));
    });
  }

  // — what is computed —

  #computed(node: Node, offset: Offset): readonly Vec[] {
    const lowering = lowerings[node.op];
    if (!lowering) throw new Error(`\`${node.op}\` is no part of a loop over pixels.`);
    return (lowering as VectorLowering)(node, (arg, by = offset) => this.#at(arg, by), offset, this);
  }

  /** Computes into a local of its own. */
  #kept(push: () => void): Vec {
    const local = this.code.local("v128");
    push();
    this.code.set(local);
    return () => this.code.get(local);
  }

  #number(value: number): Vec {
    return () => this.code.f32x4(value);
  }

  /** Applies instructions to vectors, class by class. */
  each(classes: number, args: readonly (readonly Vec[])[], write: () => void): readonly Vec[] {
    return Array.from({ length: classes }, (_, c) =>
      this.#kept(() => {
        for (const arg of args) of(arg, c)();
        write();
      }),
    );
  }

  /** The classes of a node. */
  classes(node: Node): number {
    return classCount(node.axes, this.#context.sizes);
  }
  get cpu() {
    return this.#context.cpu;
  }

  /** Whether a value is a comparison computed in this kernel: a product with it is computed by masking. */
  isTruth = (node: Node): boolean => this.#own.has(node) && isComparison(node);

  /** All ones where a value is not 0; of a comparison its own mask, before it becomes a number. */
  mask(node: Node, offset: Offset, c: number): Vec {
    const key = `${node.id}@${offset}#${c}`;
    const known = this.#masks.get(key);
    if (known) return known;
    const compare = this.#own.has(node) && isComparison(node) ? vectorComparisons[node.op] : undefined;
    const made = this.#kept(() => {
      if (compare) {
        for (const arg of node.args) of(this.#at(arg, offset), c)();
        this.code.op(compare);
      } else {
        of(this.#at(node, offset), c)();
        this.code.f32x4(0).op("f32x4.ne");
      }
    });
    this.#masks.set(key, made);
    return made;
  }

  // — neighbours —

  get space() {
    return this.#context.geometry.space;
  }
  get lengths() {
    return this.#context.geometry.lengths;
  }

  /** All ones where the place `by` steps along an axis is inside; nothing where it always is. */
  within(axis: number, by: number): Vec | undefined {
    this.#rowState.reach(axis, by);
    if (axis === this.space.length - 1) return this.#columnMask(by);
    if (by === 0 || this.#place.columns === undefined) return undefined;
    const local = this.#rowState.rowMask(axis, by);
    return () => this.code.get(local);
  }

  #columnMask(by: number): Vec | undefined {
    const { columns } = this.#place;
    if (columns === undefined) return undefined;
    const key = `columns:${by}`;
    const known = this.#masks.get(key);
    if (known) return known;
    const length = this.lengths.at(-1)!;
    const made = this.#kept(() =>
      this.code
        .get(columns)
        .i32x4(by, by, by, by)
        .op("i32x4.add")
        .i32x4(length, length, length, length)
        .op("i32x4.lt_u"),
    );
    this.#masks.set(key, made);
    return made;
  }

  /** All ones at the first or last place along an axis (of the centre); nothing away from borders. */
  atEdge(axis: number, last: boolean): Vec | undefined {
    this.#rowState.reach(axis, last ? 1 : -1);
    if (this.#place.columns === undefined) return undefined;
    if (axis < this.space.length - 1) {
      const local = this.#rowState.rowEdge(axis, last);
      return () => this.code.get(local);
    }
    const { columns } = this.#place;
    const place = last ? this.lengths.at(-1)! - 1 : 0;
    return this.#kept(() => this.code.get(columns!).i32x4(place, place, place, place).op("i32x4.eq"));
  }

  /** The first or last entry of the row of an image in memory, in all lanes: what lies nearest to whatever is beyond the border. */
  rowEnd(node: Node, offset: Offset, last: boolean): readonly Vec[] {
    const pointer = this.#rowState.pointer(node, offset);
    const { order, classes } = this.#context.layout(node);
    const column = last ? this.lengths.at(-1)! - 1 : 0;
    const size = 4 * planeFloats(this.#context.geometry);
    return Array.from({ length: classes }, (_, c) =>
      this.#kept(() => {
        const at = order === "interleaved" ? 4 * (column * classes + c) : 4 * column + c * size;
        this.code.get(pointer).at("v128.load32_splat", rowBias + at);
      }),
    );
  }

  kept(push: () => void): Vec {
    return this.#kept(push);
  }
}

const isAway = (step: number): boolean => step !== 0;

const lowerings: Partial<{ readonly [O in Op]: VectorLowering<O> }> = { ...wasmPointwise, ...wasmNeighbours };
