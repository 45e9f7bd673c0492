import { kindOf } from "../../../graph/axes.js";
import { isStencil, type Node } from "../../../graph/ops.js";
import type { PixelKernel } from "../../../passes/fuse/fuse.js";
import type { Code, Part } from "../../../wasm/encode/code.js";
import type { Plain } from "../../../wasm/encode/opcodes.js";
import { classesOf, type Geometry, plane } from "../geometry.js";
import type { Push, Setting } from "../setting.js";
import { Body } from "./body.js";
import { Frame } from "./frame.js";
import { storeInterleaved } from "./interleave.js";
import { of, type Vec } from "./vectors.js";

/** Pixels of a chunk: small enough for float32 sums to keep their digits and for threads to share the work, large enough to be worth a call. */
const chunkPixels = 4096;

/** How the rows of all images are cut into pieces of work. */
export interface Chunks {
  readonly rows: number;
  readonly perImage: number;
  readonly count: number;
}

export function chunksOf({ rows, pitch, images }: Geometry): Chunks {
  const each = Math.max(1, Math.min(rows, Math.round(chunkPixels / pitch)));
  const perImage = Math.ceil(rows / each);
  return { rows: each, perImage, count: perImage * images };
}

/** Where a reduction's results of each chunk lie among the numbers the chunk writes. */
export interface Partial {
  readonly node: Node<"sum" | "reduceMax" | "reduceMin">;
  readonly first: number;
  readonly count: number;
}

export interface Written {
  readonly partials: readonly Partial[];
  /** The places of the watched inputs' sums of x − x, which are 0 unless something is not finite. */
  readonly watched: readonly { readonly node: Node; readonly at: number }[];
  /** Numbers each chunk writes. */
  readonly width: number;
}

export interface KernelPlaces {
  /** Where the numbers of the chunks go: float64, `width` for each chunk. */
  readonly partials: Push;
  /** Where stored values go: class by class for other kernels, interleaved for the host. */
  readonly stores: readonly { readonly node: Node; readonly order: "interleaved" | "planar"; readonly push: Push }[];
  /** Inputs whose entries must be finite. */
  readonly watched: ReadonlySet<Node>;
  /** Images over which others are stored: read before anything is. */
  readonly overwritten: readonly Node[];
}

/** Writes the function `(begin, end)` that computes some chunks of a kernel. */
export function writeKernel(code: Code, kernel: PixelKernel, setting: Setting, places: KernelPlaces): Written {
  return new KernelWriter(code, kernel, setting, places).write();
}

/** Writes the loop over the rows of a chunk, up to the row that a local holds. */
type Loop = (lastRow: number) => void;

class KernelWriter {
  readonly #code: Code;
  readonly #kernel: PixelKernel;
  readonly #setting: Setting;
  readonly #places: KernelPlaces;
  readonly #frame: Frame;
  readonly #own: ReadonlySet<Node>;
  readonly #sums: readonly {
    readonly node: Node<"sum" | "reduceMax" | "reduceMin">;
    readonly locals: readonly number[];
  }[];
  readonly #watched: readonly { readonly node: Node; readonly local: number }[];
  readonly #bytes: number;
  readonly #columns: number;
  readonly #image: number;
  readonly #row: number;

  constructor(code: Code, kernel: PixelKernel, setting: Setting, places: KernelPlaces) {
    this.#code = code;
    this.#kernel = kernel;
    this.#setting = setting;
    this.#places = places;
    this.#frame = new Frame(code, setting);
    this.#own = new Set(kernel.nodes);
    this.#bytes = code.local("i32");
    this.#columns = code.local("v128");
    this.#image = code.local("i32");
    this.#row = code.local("i32");
    this.#sums = kernel.reductions.map((node) => {
      const over = node.attributes.axes.some((axis) => kindOf(axis) === "class");
      const count = over ? 1 : classesOf(node.args[0]!.axes, setting.sizes);
      return { node, locals: Array.from({ length: count }, () => code.local("v128")) };
    });
    this.#watched = kernel.reads
      .filter((node) => places.watched.has(node))
      .map((node) => ({ node, local: code.local("v128") }));
  }

  write(): Written {
    // Bodies first, to learn what must be ready before a row begins.
    const loop = this.#flat ? this.#flatLoop() : this.#rowLoop();
    const { geometry } = this.#setting;
    const chunks = chunksOf(geometry);
    const code = this.#code;
    const [chunk, end] = [0, 1];
    const [part, lastRow] = [code.local("i32"), code.local("i32")];
    code.count(chunk, end, 1, () => {
      code.get(chunk).i32(chunks.perImage).op("i32.div_u").set(this.#image);
      code.get(chunk).i32(chunks.perImage).op("i32.rem_u").i32(chunks.rows).op("i32.mul").set(this.#row);
      code.get(this.#row).i32(chunks.rows).op("i32.add").set(part);
      code.get(part).i32(geometry.rows).get(part).i32(geometry.rows).op("i32.lt_s", "select").set(lastRow);
      this.#frame.writeTables(this.#image);
      for (const { node, locals } of this.#sums) for (const local of locals) code.f32x4(neutral[node.op]).set(local);
      for (const { local } of this.#watched) code.f32x4(0).set(local);
      loop(lastRow);
      this.#flush(chunk);
    });
    return this.#written();
  }

  /** Whether rows are nothing but pixels in a line. */
  get #flat(): boolean {
    const { row, pitch } = this.#setting.geometry;
    return row === pitch && !this.#kernel.nodes.some(isStencil);
  }

  #flatLoop(): Loop {
    const code = this.#code;
    const { pitch } = this.#setting.geometry;
    const body = this.#body(false);
    return (lastRow) => {
      const end = code.local("i32");
      this.#frame.writeRow(this.#image, this.#row);
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
    const { row, pitch } = this.#setting.geometry;
    const inside = this.#body(false);
    const [left, right] = [this.#frame.before.at(-1)!, this.#frame.after.at(-1)!];
    const from = 16 * Math.ceil(left / 4);
    const to = row - 4 - right >= 0 ? 16 * (Math.floor((row - 4 - right) / 4) + 1) : 0;
    const crosses = this.#frame.crossesRows;
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
        this.#frame.writeRow(this.#image, this.#row);
        if (crosses) this.#frame.writeInterior(this.#row, interior);
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
    const body = new Body(code, this.#frame, this.#setting, place, this.#own);
    const { row, pitch } = this.#setting.geometry;
    const inside = checked && row !== pitch ? body.inside() : undefined;
    for (const { node, local } of this.#watched)
      for (const vector of body.value(node)) {
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
    for (const { node, locals } of this.#sums) this.#accumulate(code, body, node, locals, inside);
    for (const node of this.#places.overwritten) body.value(node);
    for (const store of this.#places.stores) this.#store(code, body.value(store.node), store);
  }

  #accumulate(
    code: Code,
    body: Body,
    node: Node<"sum" | "reduceMax" | "reduceMin">,
    locals: readonly number[],
    inside: Vec | undefined,
  ) {
    const vectors = body.value(node.args[0]!);
    const classes = classesOf(node.args[0]!.axes, this.#setting.sizes);
    const push = (vector: Vec) => {
      vector();
      if (!inside) return;
      code.f32x4(neutral[node.op]);
      inside();
      code.op("v128.bitselect");
    };
    for (let c = 0; c < classes; c++) {
      const local = locals.length === 1 ? locals[0]! : locals[c]!;
      push(of(vectors, c));
      code.get(local).op(join[node.op]).set(local);
    }
  }

  #store(code: Code, vectors: readonly Vec[], { node, order, push }: KernelPlaces["stores"][number]): void {
    const { geometry, sizes } = this.#setting;
    const classes = classesOf(node.axes, sizes);
    const batched = node.axes.some((axis) => kindOf(axis) === "batch");
    const target = this.#frame.target(`${node.id}:${order}`, push, { order, classes, batched });
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
        code.at("v128.store", 4 * c * plane(geometry));
      }
  }

  #flush(chunk: number): void {
    const code = this.#code;
    const { width } = this.#written();
    if (width === 0) return;
    const at = code.local("i32");
    this.#places.partials(code);
    code
      .get(chunk)
      .i32(8 * width)
      .op("i32.mul", "i32.add")
      .set(at);
    let place = 0;
    const lanes = (local: number, joining: Plain) => {
      for (let lane = 0; lane < 4; lane++) {
        code.get(local).extract(lane).op("f64.promote_f32");
        if (lane > 0) code.op(joining);
      }
    };
    for (const { node, locals } of this.#sums)
      for (const local of locals) {
        code.get(at);
        lanes(local, joinLanes[node.op]);
        code.at("f64.store", 8 * place++);
      }
    for (const { local } of this.#watched) {
      code.get(at);
      lanes(local, "f64.add");
      code.at("f64.store", 8 * place++);
    }
  }

  #written(): Written {
    let width = 0;
    const partials = this.#sums.map(({ node, locals }) => {
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
