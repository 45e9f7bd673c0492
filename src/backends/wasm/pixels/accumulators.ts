import { kindOf } from "../../../graph/ops/axes.js";
import type { Node } from "../../../graph/ops.js";
import type { PixelKernel } from "../../../passes/fuse/fuse.js";
import type { Code } from "../../../wasm/encode/code.js";
import type { Plain } from "../../../wasm/encode/opcodes.js";
import { classCount } from "../../axis-sizes.js";
import type { Sizes } from "../../backend.js";
import type { Push } from "../emit-context.js";
import type { KernelBody } from "./body.js";
import type { ChunkResults } from "./chunks.js";
import { of, type Vec } from "./vectors.js";

type Reduction = Node<"sum" | "reduceMax" | "reduceMin">;

/** What a chunk keeps in registers over its pixels: its part of each reduction, and for each input that must be finite a sum of x − x. */
export class Accumulators {
  readonly #code: Code;
  readonly #sizes: Sizes;
  readonly #reductions: readonly { readonly node: Reduction; readonly locals: readonly number[] }[];
  readonly #watched: readonly { readonly node: Node; readonly local: number }[];
  /** Where all of these lie among the numbers that a chunk writes. */
  readonly results: ChunkResults;

  constructor(code: Code, { reductions, reads }: PixelKernel, watched: ReadonlySet<Node>, sizes: Sizes) {
    this.#code = code;
    this.#sizes = sizes;
    this.#reductions = reductions.map((node) => {
      const overClasses = node.attributes.axes.some((axis) => kindOf(axis) === "class");
      const count = overClasses ? 1 : classCount(node.args[0]!.axes, sizes);
      return { node, locals: Array.from({ length: count }, () => code.local("v128")) };
    });
    this.#watched = reads.filter((node) => watched.has(node)).map((node) => ({ node, local: code.local("v128") }));
    this.results = this.#placed();
  }

  /** Before the first pixel of a chunk. */
  writeReset(): void {
    const code = this.#code;
    for (const { node, locals } of this.#reductions)
      for (const local of locals) code.f32x4(neutral[node.op]).set(local);
    for (const { local } of this.#watched) code.f32x4(0).set(local);
  }

  /** Four pixels. Those that are not `inside` the row do not count. */
  writePixels(body: KernelBody, inside: Vec | undefined): void {
    for (const { node, local } of this.#watched) this.#watch(body.value(node), local, inside);
    for (const { node, locals } of this.#reductions) this.#reduce(body, node, locals, inside);
  }

  #watch(vectors: readonly Vec[], local: number, inside: Vec | undefined): void {
    const code = this.#code;
    for (const vector of vectors) {
      code.get(local);
      vector();
      vector();
      code.op("f32x4.sub");
      if (inside) {
        inside();
        code.op("v128.and");
      }
      code.op("f32x4.add").set(local);
    }
  }

  #reduce(body: KernelBody, node: Reduction, locals: readonly number[], inside: Vec | undefined): void {
    const code = this.#code;
    const vectors = body.value(node.args[0]!);
    const classes = classCount(node.args[0]!.axes, this.#sizes);
    for (let c = 0; c < classes; c++) {
      const local = locals.length === 1 ? locals[0]! : locals[c]!;
      of(vectors, c)();
      if (inside) {
        code.f32x4(neutral[node.op]);
        inside();
        code.op("v128.bitselect");
      }
      code.get(local).op(join[node.op]).set(local);
    }
  }

  /** After the last pixel of a chunk: the lanes of each accumulator are joined in float64, and stored where `push` says, chunk by chunk. */
  writeStores(chunk: number, push: Push): void {
    const code = this.#code;
    const { width } = this.results;
    if (width === 0) return;
    const at = code.local("i32");
    push(code);
    code
      .get(chunk)
      .i32(8 * width)
      .op("i32.mul", "i32.add")
      .set(at);
    let place = 0;
    const store = (local: number, joining: Plain) => {
      code.get(at);
      for (let lane = 0; lane < 4; lane++) {
        code.get(local).extract(lane).op("f64.promote_f32");
        if (lane > 0) code.op(joining);
      }
      code.at("f64.store", 8 * place++);
    };
    for (const { node, locals } of this.#reductions) for (const local of locals) store(local, joinLanes[node.op]);
    for (const { local } of this.#watched) store(local, "f64.add");
  }

  #placed(): ChunkResults {
    let width = 0;
    const partials = this.#reductions.map(({ node, locals }) => {
      const first = width;
      width += locals.length;
      return { node, first, count: locals.length };
    });
    const watched = this.#watched.map(({ node }) => ({ node, at: width++ }));
    return { partials, watched, width };
  }
}

const neutral = { sum: 0, reduceMax: Number.NEGATIVE_INFINITY, reduceMin: Number.POSITIVE_INFINITY } as const;
const join = { sum: "f32x4.add", reduceMax: "f32x4.pmax", reduceMin: "f32x4.pmin" } as const;
const joinLanes = { sum: "f64.add", reduceMax: "f64.max", reduceMin: "f64.min" } as const;
