import type { Node } from "../../../graph/ops.js";
import type { Code } from "../../../wasm/encode/code.js";
import type { Offset } from "../../axis-sizes.js";
import type { EmitContext, Push } from "../emit-context.js";
import { type ImageGeometry, type ImageLayout, sampleFloats } from "../memory/geometry.js";
import { guard } from "../memory/memory.js";

/** Bytes that row pointers point before their row, so that neighbours to the left have an offset that is not negative: no address is so small. */
export const rowBias = guard;

/**
 * Locals that are set before the loop over the pixels of a row begins: pointers to rows, masks at borders, entries of tables. The body of the loop is emitted
 * first, into a buffer of its own, and requests those that it needs.
 */
export class RowState {
  readonly #code: Code;
  readonly #context: EmitContext;
  readonly #pointers = new Map<string, { readonly node: Node; readonly offset: Offset; readonly local: number }>();
  readonly #targets = new Map<string, { readonly push: Push; readonly layout: ImageLayout; readonly local: number }>();
  readonly #rowMasks = new Map<string, { readonly axis: number; readonly by: number; readonly local: number }>();
  readonly #edges = new Map<string, { readonly axis: number; readonly last: boolean; readonly local: number }>();
  readonly #tables = new Map<string, { readonly node: Node; readonly entry: number; readonly local: number }>();
  /** For each spatial axis, how far before and after a pixel its neighbours lie. */
  readonly before: number[];
  readonly after: number[];

  constructor(code: Code, context: EmitContext) {
    this.#code = code;
    this.#context = context;
    this.before = context.geometry.space.map(() => 0);
    this.after = context.geometry.space.map(() => 0);
  }

  /** The local that points to the row of an image which lies `offset` away, kept inside the image. */
  pointer(node: Node, offset: Offset): number {
    const key = `${node.id}:${offset.slice(0, -1)}`;
    return this.#entry(this.#pointers, key, (local) => ({ node, offset, local }), "i32");
  }
  /** The local that points to the row of an image that is written. */
  target(key: string, push: Push, layout: ImageLayout): number {
    return this.#entry(this.#targets, key, (local) => ({ push, layout, local }), "i32");
  }
  /** All ones in the rows whose neighbour along an axis (not the last) is inside the image. */
  rowMask(axis: number, by: number): number {
    return this.#entry(this.#rowMasks, `${axis}:${by}`, (local) => ({ axis, by, local }), "v128");
  }
  /** All ones in the rows at the first or last place along an axis (not the last). */
  rowEdge(axis: number, last: boolean): number {
    return this.#entry(this.#edges, `${axis}:${last}`, (local) => ({ axis, last, local }), "v128");
  }
  /** A number per sample and class in all lanes. */
  table(node: Node, entry: number): number {
    return this.#entry(this.#tables, `${node.id}:${entry}`, (local) => ({ node, entry, local }), "v128");
  }
  reach(axis: number, by: number): void {
    this.before[axis] = Math.max(this.before[axis]!, -by);
    this.after[axis] = Math.max(this.after[axis]!, by);
  }

  /** Whether neighbours lie in other rows. */
  get crossesRows(): boolean {
    return this.#crossed.length > 0;
  }
  get #crossed(): readonly number[] {
    const axes = this.#context.geometry.lengths.map((_, axis) => axis).slice(0, -1);
    return axes.filter((axis) => this.before[axis]! > 0 || this.after[axis]! > 0);
  }

  /** Once per row: whether all its neighbours lie inside along every axis but the last. */
  writeInterior(row: number, into: number): void {
    const code = this.#code;
    const places = this.#places(row);
    this.#crossed.forEach((axis, i) => {
      const length = this.#context.geometry.lengths[axis]! - this.before[axis]! - this.after[axis]!;
      code.get(places[axis]!).i32(this.before[axis]!).op("i32.sub").i32(Math.max(0, length)).op("i32.lt_u");
      if (i > 0) code.op("i32.and");
    });
    code.set(into);
  }

  /** Once per chunk: numbers of its sample. */
  writeTables(image: number): void {
    const code = this.#code;
    for (const { node, entry, local } of this.#tables.values()) {
      const { push, classes, batched } = this.#context.table(node);
      const at = classes === 1 ? 0 : entry;
      push(code);
      if (batched)
        code
          .get(image)
          .i32(8 * classes)
          .op("i32.mul", "i32.add");
      code
        .at("f64.load", 8 * at)
        .op("f32.demote_f64", "f32x4.splat")
        .set(local);
    }
  }

  /** Once per row (or per chunk, where rows do not matter): pointers and masks. `row` counts the rows of an image. */
  writeRow(image: number, row: number): void {
    const code = this.#code;
    const { geometry } = this.#context;
    const places = this.#places(row);
    const rowOf = (push: Push, layout: ImageLayout, offset: Offset) => {
      const stride = layout.order === "interleaved" ? geometry.pitch * layout.classes : geometry.pitch;
      push(code);
      if (layout.batched)
        code
          .get(image)
          .i32(4 * sampleFloats(geometry, layout))
          .op("i32.mul", "i32.add");
      this.#pushRow(row, places, geometry, offset);
      code.i32(4 * stride).op("i32.mul", "i32.add");
    };
    for (const { node, offset, local } of this.#pointers.values()) {
      rowOf(this.#context.image(node), this.#context.layout(node), offset);
      code.i32(rowBias).op("i32.sub").set(local);
    }
    for (const { push, layout, local } of this.#targets.values()) {
      rowOf(
        push,
        layout,
        geometry.lengths.map(() => 0),
      );
      code.set(local);
    }
    for (const { axis, by, local } of this.#rowMasks.values()) {
      code.i32(0).get(places[axis]!).i32(by).op("i32.add").i32(geometry.lengths[axis]!);
      code.op("i32.lt_u", "i32.sub", "i32x4.splat").set(local);
    }
    for (const { axis, last, local } of this.#edges.values()) {
      code
        .i32(0)
        .get(places[axis]!)
        .i32(last ? geometry.lengths[axis]! - 1 : 0);
      code.op("i32.eq", "i32.sub", "i32x4.splat").set(local);
    }
  }

  /** The place of the row along each axis but the last. */
  #places(row: number): number[] {
    const code = this.#code;
    const { lengths } = this.#context.geometry;
    if (lengths.length === 2) return [row];
    const [z, y] = [
      this.#entry(this.#places3, "z", (local) => ({ local }), "i32"),
      this.#entry(this.#places3, "y", (local) => ({ local }), "i32"),
    ];
    code.get(row).i32(lengths[1]!).op("i32.div_u").set(z);
    code.get(row).i32(lengths[1]!).op("i32.rem_u").set(y);
    return [z, y];
  }
  readonly #places3 = new Map<string, { readonly local: number }>();

  /** The number of the row at an offset, each place kept inside. */
  #pushRow(row: number, places: readonly number[], { lengths }: ImageGeometry, offset: Offset): void {
    const code = this.#code;
    if (offset.slice(0, -1).every((by) => by === 0)) {
      code.get(row);
      return;
    }
    places.forEach((place, axis) => {
      if (axis > 0) code.i32(lengths[axis]!).op("i32.mul");
      this.#pushClamped(place, offset[axis]!, lengths[axis]!);
      if (axis > 0) code.op("i32.add");
    });
  }

  #pushClamped(place: number, by: number, length: number): void {
    const code = this.#code;
    code.get(place);
    if (by === 0) return;
    const moved = this.#entry(this.#places3, "moved", (local) => ({ local }), "i32");
    code.i32(by).op("i32.add").set(moved);
    const bound = by < 0 ? 0 : length - 1;
    code
      .get(moved)
      .i32(bound)
      .get(moved)
      .i32(bound)
      .op(by < 0 ? "i32.gt_s" : "i32.lt_s", "select");
  }

  #entry<T extends { readonly local: number }>(
    map: Map<string, T>,
    key: string,
    make: (local: number) => T,
    type: "i32" | "v128",
  ): number {
    const known = map.get(key);
    if (known) return known.local;
    const made = make(this.#code.lasting(type));
    map.set(key, made);
    return made.local;
  }
}
