import { kindOf } from "../../../graph/ops/axes.js";
import { isStencil, type Node } from "../../../graph/ops.js";
import type { PixelKernel } from "../../../passes/fuse/fuse.js";
import type { Code, Part } from "../../../wasm/encode/code.js";
import { classCount } from "../../axis-sizes.js";
import type { EmitContext, Push } from "../emit-context.js";
import { planeFloats } from "../memory/geometry.js";
import { Accumulators } from "./accumulators.js";
import { KernelBody } from "./body.js";
import { type ChunkResults, chunksOf } from "./chunks.js";
import { storeInterleaved } from "./interleave.js";
import { RowState } from "./row-state.js";
import { of, type Vec } from "./vectors.js";

export interface KernelOutputs {
  /** Where the numbers of the chunks go: float64, `width` for each chunk. */
  readonly partials: Push;
  /** Where stored values go: class by class for other kernels, interleaved for the host. */
  readonly stores: readonly { readonly node: Node; readonly order: "interleaved" | "planar"; readonly push: Push }[];
  /** Inputs whose entries must be finite. */
  readonly watched: ReadonlySet<Node>;
  /** Images that are overwritten in place: loaded before anything is stored. */
  readonly overwritten: readonly Node[];
}

/** Writes the function `(begin, end)` that computes some chunks of a kernel. */
export function writeKernel(
  code: Code,
  kernel: PixelKernel,
  context: EmitContext,
  outputs: KernelOutputs,
): ChunkResults {
  return new KernelWriter(code, kernel, context, outputs).write();
}

/** Writes the loop over the rows of a chunk, up to the row that a local holds. */
type Loop = (lastRow: number) => void;

class KernelWriter {
  readonly #code: Code;
  readonly #kernel: PixelKernel;
  readonly #context: EmitContext;
  readonly #outputs: KernelOutputs;
  readonly #rowState: RowState;
  readonly #own: ReadonlySet<Node>;
  readonly #accumulators: Accumulators;
  readonly #bytes: number;
  readonly #columns: number;
  readonly #image: number;
  readonly #row: number;

  constructor(code: Code, kernel: PixelKernel, context: EmitContext, outputs: KernelOutputs) {
    this.#code = code;
    this.#kernel = kernel;
    this.#context = context;
    this.#outputs = outputs;
    this.#rowState = new RowState(code, context);
    this.#own = new Set(kernel.nodes);
    this.#bytes = code.local("i32");
    this.#columns = code.local("v128");
    this.#image = code.local("i32");
    this.#row = code.local("i32");
    this.#accumulators = new Accumulators(code, kernel, outputs.watched, context.sizes);
  }

  write(): ChunkResults {
    // Bodies are emitted first: they determine what must be computed before a row begins.
    const loop = this.#flat ? this.#flatLoop() : this.#rowLoop();
    const { geometry } = this.#context;
    const chunks = chunksOf(geometry);
    const code = this.#code;
    const [chunk, end] = [0, 1];
    const [part, lastRow] = [code.local("i32"), code.local("i32")];
    code.count(chunk, end, 1, () => {
      code.get(chunk).i32(chunks.perImage).op("i32.div_u").set(this.#image);
      code.get(chunk).i32(chunks.perImage).op("i32.rem_u").i32(chunks.rows).op("i32.mul").set(this.#row);
      code.get(this.#row).i32(chunks.rows).op("i32.add").set(part);
      code.get(part).i32(geometry.rows).get(part).i32(geometry.rows).op("i32.lt_s", "select").set(lastRow);
      this.#rowState.writeTables(this.#image);
      this.#accumulators.writeReset();
      loop(lastRow);
      this.#accumulators.writeStores(chunk, this.#outputs.partials);
    });
    return this.#accumulators.results;
  }

  /** Whether rows are nothing but pixels in a line. */
  get #flat(): boolean {
    const { row, pitch } = this.#context.geometry;
    return row === pitch && !this.#kernel.nodes.some(isStencil);
  }

  #flatLoop(): Loop {
    const code = this.#code;
    const { pitch } = this.#context.geometry;
    const body = this.#body(false);
    return (lastRow) => {
      const end = code.local("i32");
      this.#rowState.writeRow(this.#image, this.#row);
      code
        .get(lastRow)
        .get(this.#row)
        .op("i32.sub")
        .i32(4 * pitch)
        .op("i32.mul")
        .set(end);
      code.i32(0).set(this.#bytes);
      code.count(this.#bytes, end, 16, () => code.put(body));
    };
  }

  #rowLoop(): Loop {
    const code = this.#code;
    const { row, pitch } = this.#context.geometry;
    const inside = this.#body(false);
    const [left, right] = [this.#rowState.before.at(-1)!, this.#rowState.after.at(-1)!];
    const from = 16 * Math.ceil(left / 4);
    const to = row - 4 - right >= 0 ? 16 * (Math.floor((row - 4 - right) / 4) + 1) : 0;
    const crosses = this.#rowState.crossesRows;
    const everywhere = from === 0 && to === 4 * pitch && !crosses;
    const checked = everywhere ? inside : this.#body(true);
    const writeChecked = () => {
      code.get(this.#bytes).i32(2).op("i32.shr_u", "i32x4.splat").i32x4(0, 1, 2, 3).op("i32x4.add").set(this.#columns);
      code.put(checked);
    };
    const interior = code.local("i32");
    const fourPixels = () => {
      if (from >= to) writeChecked();
      else if (everywhere) code.put(inside);
      else {
        const span = to - from;
        code.get(this.#bytes).i32(from).op("i32.sub").i32(span).op("i32.lt_u");
        if (crosses) code.get(interior).op("i32.and");
        code.if(() => code.put(inside), writeChecked);
      }
    };
    return (lastRow) => {
      const end = code.local("i32");
      code.count(this.#row, lastRow, 1, () => {
        this.#rowState.writeRow(this.#image, this.#row);
        if (crosses) this.#rowState.writeInterior(this.#row, interior);
        code.i32(4 * pitch).set(end);
        code.i32(0).set(this.#bytes);
        code.count(this.#bytes, end, 16, fourPixels);
      });
    };
  }

  /** Four pixels: everything that is stored, and everything that is summed. */
  #body(checked: boolean): Part {
    return this.#code.aside(() => this.#writeBody(checked));
  }

  #writeBody(checked: boolean): void {
    const code = this.#code;
    const place = { bytes: this.#bytes, ...(checked && { columns: this.#columns }) };
    const body = new KernelBody(code, this.#rowState, this.#context, place, this.#own);
    const { row, pitch } = this.#context.geometry;
    const inside = checked && row !== pitch ? body.inside() : undefined;
    this.#accumulators.writePixels(body, inside);
    for (const node of this.#outputs.overwritten) body.value(node);
    for (const store of this.#outputs.stores) this.#store(code, body.value(store.node), store);
  }

  #store(code: Code, vectors: readonly Vec[], { node, order, push }: KernelOutputs["stores"][number]): void {
    const { geometry, sizes } = this.#context;
    const classes = classCount(node.axes, sizes);
    const batched = node.axes.some((axis) => kindOf(axis) === "batch");
    const target = this.#rowState.target(`${node.id}:${order}`, push, { order, classes, batched });
    const width = order === "interleaved" ? classes : 1;
    const address = () => {
      code.get(target).get(this.#bytes);
      if (width > 1) code.i32(width).op("i32.mul");
      code.op("i32.add");
    };
    if (order === "interleaved") storeInterleaved(code, address, classes, (c) => of(vectors, c)());
    else
      for (let c = 0; c < classes; c++) {
        address();
        of(vectors, c)();
        code.at("v128.store", 4 * c * planeFloats(geometry));
      }
  }
}
