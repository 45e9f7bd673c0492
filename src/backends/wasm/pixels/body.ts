import { kindOf } from "../../../graph/axes.js";
import type { Attributes, Node, Op, Table } from "../../../graph/ops.js";
import type { Code } from "../encode/code.js";
import type { Plain } from "../encode/opcodes.js";
import { classesOf, plane } from "../geometry.js";
import { simd } from "../math/index.js";
import type { Setting } from "../setting.js";
import { bias, type Frame, type Offset } from "./frame.js";
import { loadInterleaved } from "./interleave.js";

/** Pushes a vector: one class of a value at four pixels. */
export type Vec = () => void;

/** Where in the loop a body stands. */
export interface Place {
  /** Bytes from the start of the row to the four pixels, in an image of one class. */
  readonly bytes: number;
  /** Where neighbours may lie beyond a border: the column of each of the four pixels, as integers. Absent where all are inside. */
  readonly columns?: number;
}

/** The part of a kernel that computes four pixels. Every value is computed once, into locals, where it is first asked for. */
export class Body {
  readonly code: Code;
  readonly #frame: Frame;
  readonly #setting: Setting;
  readonly #place: Place;
  readonly #own: ReadonlySet<Node>;
  readonly #made = new Map<string | number, readonly Vec[]>();
  readonly #masks = new Map<string, Vec>();
  readonly #centre: Offset;

  /** `own`: the nodes this kernel computes; all others lie in memory or are constants. */
  constructor(code: Code, frame: Frame, setting: Setting, place: Place, own: ReadonlySet<Node>) {
    this.code = code;
    this.#frame = frame;
    this.#setting = setting;
    this.#place = place;
    this.#own = own;
    this.#centre = setting.geometry.space.map(() => 0);
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
    if (node.op === "constant") return [this.#number((node as Node<"constant">).attributes.value)];
    if (node.op === "vector") return (node as Node<"vector">).attributes.values.map((v) => this.#number(v));
    const key = offset.some(isAway) ? `${node.id}@${offset}` : node.id;
    const known = this.#made.get(key);
    if (known) return known;
    const made = this.#own.has(node) ? this.#computed(node, offset) : this.#read(node, offset);
    this.#made.set(key, made);
    return made;
  }

  // — what is there already —

  #read(node: Node, offset: Offset): readonly Vec[] {
    const { geometry } = this.#setting;
    if (!geometry.space.every((axis) => node.axes.includes(axis))) {
      const count = classesOf(node.axes, this.#setting.sizes);
      return Array.from({ length: count }, (_, entry) => {
        const local = this.#frame.table(node, entry);
        return () => this.code.get(local);
      });
    }
    const pointer = this.#frame.pointer(node, offset);
    const { order, classes } = this.#setting.layout(node);
    const across = offset.at(-1)!;
    this.#frame.reach(offset.length - 1, across);
    const address = (width: number) => () => {
      this.code.get(pointer).get(this.#place.bytes);
      if (width > 1) this.code.i32(width).op("i32.mul");
      this.code.op("i32.add");
    };
    if (order === "interleaved")
      return loadInterleaved(this.code, address(classes), classes, bias + 4 * across * classes).map(
        (local) => () => this.code.get(local),
      );
    const size = 4 * plane(geometry);
    return Array.from({ length: classes }, (_, c) => {
      address(1)();
      return this.#kept(() => this.code.at("v128.load", bias + 4 * across + c * size));
    });
  }

  // — what is computed —

  #computed(node: Node, offset: Offset): readonly Vec[] {
    const lowering = lowerings[node.op];
    if (!lowering) throw new Error(`\`${node.op}\` is no part of a loop over pixels.`);
    return (lowering as Lowering)(node, (arg, by = offset) => this.#at(arg, by), offset, this);
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
    return classesOf(node.axes, this.#setting.sizes);
  }
  get cpu() {
    return this.#setting.cpu;
  }

  /** Whether a value is a comparison of this kernel: a product with it is what it lets through. */
  isTruth = (node: Node): boolean => this.#own.has(node) && comparisons[node.op] !== undefined;

  /** All ones where a value is not 0; comparisons are asked for what they compare. */
  mask(node: Node, offset: Offset, c: number): Vec {
    const key = `${node.id}@${offset}#${c}`;
    const known = this.#masks.get(key);
    if (known) return known;
    const compare = this.#own.has(node) ? comparisons[node.op] : undefined;
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
    return this.#setting.geometry.space;
  }
  get lengths() {
    return this.#setting.geometry.lengths;
  }

  /** All ones where the place `by` steps along an axis is inside; nothing where it always is. */
  within(axis: number, by: number): Vec | undefined {
    this.#frame.reach(axis, by);
    if (axis === this.space.length - 1) return this.#columnMask(by);
    if (by === 0 || this.#place.columns === undefined) return undefined;
    const local = this.#frame.rowMask(axis, by);
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
    this.#frame.reach(axis, last ? 1 : -1);
    if (this.#place.columns === undefined) return undefined;
    if (axis < this.space.length - 1) {
      const local = this.#frame.rowEdge(axis, last);
      return () => this.code.get(local);
    }
    const { columns } = this.#place;
    const place = last ? this.lengths.at(-1)! - 1 : 0;
    return this.#kept(() => this.code.get(columns!).i32x4(place, place, place, place).op("i32x4.eq"));
  }

  /** The first or last entry of the row of an image in memory, in all lanes: what lies nearest to whatever is beyond the border. */
  rowEnd(node: Node, offset: Offset, last: boolean): readonly Vec[] {
    const pointer = this.#frame.pointer(node, offset);
    const { order, classes } = this.#setting.layout(node);
    const column = last ? this.lengths.at(-1)! - 1 : 0;
    const size = 4 * plane(this.#setting.geometry);
    return Array.from({ length: classes }, (_, c) =>
      this.#kept(() => {
        const at = order === "interleaved" ? 4 * (column * classes + c) : 4 * column + c * size;
        this.code.get(pointer).at("v128.load32_splat", bias + at);
      }),
    );
  }

  kept(push: () => void): Vec {
    return this.#kept(push);
  }
}

const isAway = (step: number): boolean => step !== 0;

/** The vector of a class: values without classes are the same for all. */
export const of = (vectors: readonly Vec[], c: number): Vec => (vectors.length === 1 ? vectors[0]! : vectors[c]!);

type Lowering<O extends Op = Op> = (
  node: Node<O>,
  arg: (node: Node, offset?: Offset) => readonly Vec[],
  offset: Offset,
  body: Body,
) => readonly Vec[];

const comparisons: Partial<Record<Op, Plain>> = { less: "f32x4.lt", lessEqual: "f32x4.le", equal: "f32x4.eq" };

const instructions =
  (...names: readonly Plain[]): Lowering =>
  (node, arg, _, body) =>
    body.each(
      body.classes(node),
      node.args.map((a) => arg(a)),
      () => body.code.op(...names),
    );

const written =
  (write: (code: Code, cpu: { readonly fma: boolean }) => void): Lowering =>
  (node, arg, _, body) =>
    body.each(
      body.classes(node),
      node.args.map((a) => arg(a)),
      () => write(body.code, body.cpu),
    );

const comparison: Lowering = (node, _, offset, body) =>
  Array.from({ length: body.classes(node) }, (__, c) => {
    const mask = body.mask(node, offset, c);
    return body.kept(() => {
      mask();
      body.code.f32x4(1).op("v128.and");
    });
  });

/** Over classes, which lie in vectors of their own. */
const folded =
  (name: Plain): Lowering =>
  (node, arg, _, body) => {
    const vectors = arg(node.args[0]!);
    return [
      body.kept(() => {
        vectors.forEach((vector, c) => {
          vector();
          if (c > 0) body.code.op(name);
        });
      }),
    ];
  };

const moved = (offset: Offset, axis: number, by: number): Offset => offset.map((o, k) => (k === axis ? o + by : o));

/** `argument NaN` is passed on where the first operand is; nothing here makes a NaN of finite images. */
const largest: Plain = "f32x4.pmax";
const smallest: Plain = "f32x4.pmin";

const lowerings: Partial<{ readonly [O in Op]: Lowering<O> }> = {
  neg: instructions("f32x4.neg"),
  abs: instructions("f32x4.abs"),
  sqrt: instructions("f32x4.sqrt"),
  floor: instructions("f32x4.floor"),
  sign: (node, arg, _, body) => {
    const x = arg(node.args[0]!);
    return x.map((vector) =>
      body.kept(() => {
        vector();
        body.code.f32x4(0).op("f32x4.gt").f32x4(1).op("v128.and");
        vector();
        body.code.f32x4(0).op("f32x4.lt").f32x4(1).op("v128.and").op("f32x4.sub");
      }),
    );
  },
  exp: (node, arg, offset, body) =>
    (isNotPositive(node.args[0]!) ? written(simd.expNonPositive) : written(simd.exp))(node, arg, offset, body),
  log: (node, arg, offset, body) =>
    (isAtLeastOne(node.args[0]!) ? written(simd.logNormal) : written(simd.log))(node, arg, offset, body),
  log1p: (node, arg, offset, body) =>
    (isUnit(node.args[0]!) ? written(simd.log1pUnit) : written(simd.log1p))(node, arg, offset, body),
  sin: written(simd.sin),
  cos: written(simd.cos),
  acos: written(simd.acos),
  atan: written(simd.atan),
  add: instructions("f32x4.add"),
  sub: instructions("f32x4.sub"),
  mul: (node, arg, offset, body) => {
    const truth = node.args.findIndex((a) => body.isTruth(a));
    if (truth < 0) return instructions("f32x4.mul")(node, arg, offset, body);
    const other = arg(node.args[1 - truth]!);
    return Array.from({ length: body.classes(node) }, (_, c) => {
      const mask = body.mask(node.args[truth]!, offset, c);
      return body.kept(() => {
        of(other, c)();
        mask();
        body.code.op("v128.and");
      });
    });
  },
  div: instructions("f32x4.div"),
  pow: (node, arg, offset, body) => {
    const exponent = node.args[1]!;
    const known = exponent.op === "constant" ? (exponent as Node<"constant">).attributes.value : undefined;
    const x = arg(node.args[0]!);
    if (known === 2 || known === 3)
      return body.each(body.classes(node), known === 2 ? [x, x] : [x, x, x], () =>
        body.code.op(...new Array<Plain>(known - 1).fill("f32x4.mul")),
      );
    return written(simd.pow)(node, arg, offset, body);
  },
  max: instructions(largest),
  min: instructions(smallest),
  less: comparison,
  lessEqual: comparison,
  equal: comparison,
  select: (node, arg, offset, body) => {
    const [yes, no] = [arg(node.args[1]!), arg(node.args[2]!)];
    return Array.from({ length: body.classes(node) }, (_, c) => {
      const mask = body.mask(node.args[0]!, offset, c);
      return body.kept(() => {
        of(yes, c)();
        of(no, c)();
        mask();
        body.code.op("v128.bitselect");
      });
    });
  },
  detach: (node, arg) => arg(node.args[0]!),
  spread: (node, arg, _, body) => {
    const vectors = arg(node.args[0]!);
    return Array.from({ length: body.classes(node) }, (__, c) => of(vectors, c));
  },
  sum: folded("f32x4.add"),
  reduceMax: folded(largest),
  reduceMin: folded(smallest),
  take: (node, arg) => {
    const vectors = arg(node.args[0]!);
    return node.attributes.indices.map((index) => of(vectors, index));
  },
  put: (node, arg, _, body) => {
    const vectors = arg(node.args[0]!);
    const { indices } = node.attributes;
    return Array.from({ length: body.classes(node) }, (__, c) => {
      const from = indices.flatMap((index, i) => (index === c ? [i] : []));
      if (!from.length) return () => body.code.f32x4(0);
      return body.kept(() => {
        from.forEach((i, k) => {
          of(vectors, i)();
          if (k > 0) body.code.op("f32x4.add");
        });
      });
    });
  },

  shift: (node, arg, offset, body) => {
    const { axis, by, border } = node.attributes;
    const along = body.space.indexOf(axis);
    const there = moved(offset, along, by);
    const vectors = arg(node.args[0]!, there);
    if (border === "edge") {
      if (along < body.space.length - 1) return vectors;
      const inside = body.within(along, there[along]!);
      if (!inside) return vectors;
      const ends = body.rowEnd(node.args[0]!, there, by > 0);
      return vectors.map((vector, c) => chosen(body, vector, of(ends, c), inside));
    }
    const inside = body.within(along, there[along]!);
    if (!inside) return vectors;
    return vectors.map((vector) => chosen(body, vector, () => body.code.f32x4(border as number), inside));
  },

  unshift: (node, arg, offset, body) => {
    const { axis, by } = node.attributes;
    const along = body.space.indexOf(axis);
    const taken = (step: number): readonly Vec[] => {
      const there = moved(offset, along, step);
      const vectors = arg(node.args[0]!, there);
      const inside = body.within(along, there[along]!);
      return inside ? vectors.map((vector) => chosen(body, vector, () => body.code.f32x4(0), inside)) : vectors;
    };
    const plain = taken(-by);
    if (by === 0) return plain;
    const beyond = Math.min(Math.abs(by), body.lengths[along]!);
    const extra = Array.from({ length: beyond }, (_, k) => taken(by > 0 ? -k : k));
    const edge = body.atEdge(along, by > 0);
    if (!edge) return plain;
    return plain.map((vector, c) =>
      body.kept(() => {
        vector();
        extra.forEach((more, k) => {
          more[c]!();
          if (k > 0) body.code.op("f32x4.add");
        });
        edge();
        body.code.op("v128.and", "f32x4.add");
      }),
    );
  },

  window: (node, arg, offset, body) => {
    const { axis, kind, before, after } = node.attributes;
    const along = body.space.indexOf(axis);
    const last = along === body.space.length - 1;
    const name = kind === "max" ? largest : smallest;
    const neutral = kind === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const steps = Array.from({ length: before + after + 1 }, (_, i) => {
      const there = moved(offset, along, i - before);
      const vectors = arg(node.args[0]!, there);
      // What is read beyond a border along other axes is the nearest row, which the window holds anyway.
      const inside = last ? body.within(along, there[along]!) : undefined;
      return inside ? vectors.map((vector) => chosen(body, vector, () => body.code.f32x4(neutral), inside)) : vectors;
    });
    return steps[0]!.map((_, c) =>
      body.kept(() => {
        steps.forEach((vectors, i) => {
          vectors[c]!();
          if (i > 0) body.code.op(name);
        });
      }),
    );
  },

  convolve: (node, arg, offset, body) => {
    const { axes, sizes, values } = node.attributes;
    const taps = values.flatMap((weight, place) => (weight === 0 ? [] : [{ weight, by: stepsOf(place, sizes) }]));
    const classes = body.classes(node);
    const sums = Array.from({ length: classes }, () => body.code.local("v128"));
    for (const sum of sums) body.code.f32x4(0).set(sum);
    for (const { weight, by } of taps) {
      const there = axes.reduce((at, axis, k) => moved(at, body.space.indexOf(axis), by[k]!), offset);
      const vectors = arg(node.args[0]!, there);
      const inside = there.flatMap((step, along) => (step === 0 ? [] : (body.within(along, step) ?? [])));
      sums.forEach((sum, c) => {
        body.code.get(sum);
        of(vectors, c)();
        for (const mask of inside) {
          mask();
          body.code.op("v128.and");
        }
        body.code.f32x4(weight).op("f32x4.mul", "f32x4.add").set(sum);
      });
    }
    return sums.map((sum) => () => body.code.get(sum));
  },
};

function chosen(body: Body, inside: Vec, beyond: Vec, where: Vec): Vec {
  return body.kept(() => {
    inside();
    beyond();
    where();
    body.code.op("v128.bitselect");
  });
}

/** The offsets of a kernel's entry, centred. */
const stepsOf = (place: number, sizes: Attributes["convolve"]["sizes"]): number[] => {
  let rest = place;
  return sizes.reduceRight<number[]>((steps, size) => {
    steps.unshift((rest % size) - (size - 1) / 2);
    rest = Math.floor(rest / size);
    return steps;
  }, []);
};

// — what is known of an argument, so that a function need not provide for the rest —

const isNotPositive = (x: Node): boolean =>
  (x.op === "neg" && x.args[0]!.op === "abs") ||
  (x.op === "sub" && x.args[1]!.op === "reduceMax" && x.args[1]!.args[0] === x.args[0]) ||
  (x.op === "neg" && x.args[0]!.op === "mul" && x.args[0]!.args[0] === x.args[0]!.args[1]);

/** e^x of something not positive: between 0 and 1. */
const isUnit = (x: Node): boolean => x.op === "exp" && isNotPositive(x.args[0]!);

/** A sum over classes of e^(x − max x): one of them is 1. */
const isAtLeastOne = (x: Node): boolean =>
  x.op === "sum" &&
  (x as Node<"sum">).attributes.axes.every((axis) => kindOf(axis) === "class") &&
  x.args[0]!.op === "exp" &&
  x.args[0]!.args[0]!.op === "sub" &&
  isNotPositive(x.args[0]!.args[0]!);

export type { Table };
