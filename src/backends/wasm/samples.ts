import { topologicalOrder } from "../../graph/graph.js";
import { isLeaf, isRoutine, type Node, type ReductionOp } from "../../graph/ops.js";
import type { Bindings, HostTensor } from "../backend.js";
import { sampleFloats } from "./memory/geometry.js";
import type { WasmValue } from "./value.js";

const isOfSamples = (node: Node): boolean => node.axes.includes("batch");

/** Reductions over all samples of what each sample has: where samples meet. */
const joinsSamples = (node: Node): node is Node<ReductionOp> =>
  (node.op === "sum" || node.op === "reduceMax" || node.op === "reduceMin") && node.attributes.axes.includes("batch");

/** Routines that look at each image by itself. */
const imageByImage: ReadonlySet<string> = new Set(["distanceTransform", "skeleton"]);

/** How samples hang together in a computation. */
interface Samples {
  /** Where they meet, by how often they have met before. */
  readonly meetings: readonly (readonly Node<ReductionOp>[])[];
  /** What has the number of samples. */
  readonly counts: readonly Node[];
}

/** Where samples meet on the way to some roots; undefined where they do so in another way than by reductions. */
function samplesOf(order: readonly Node[], known: { has(node: Node): boolean }): Samples | undefined {
  const met = new Map<Node, number>();
  const meetings: Node<ReductionOp>[][] = [];
  const counts: Node[] = [];
  for (const node of order) {
    if (known.has(node) || isLeaf(node)) {
      met.set(node, 0);
      if (known.has(node)) continue;
      if (node.op === "axisSize" && node.attributes.axis === "batch") counts.push(node);
      else if (isOfSamples(node) && node.op !== "input") return undefined;
      continue;
    }
    const before = Math.max(0, ...node.args.map((arg) => met.get(arg)!));
    const reads = node.args.some(isOfSamples);
    if (!reads || (isOfSamples(node) && staysApart(node))) met.set(node, before);
    else if (joinsSamples(node)) {
      met.set(node, before + 1);
      const meeting = meetings[before];
      if (meeting) meeting.push(node);
      else meetings[before] = [node];
    } else return undefined;
  }
  return { meetings, counts };
}

/** Whether each sample of a value comes from the same sample of its arguments. */
function staysApart(node: Node): boolean {
  if (isRoutine(node)) return imageByImage.has(node.op);
  if (node.op === "result" || node.op === "gather" || node.op === "scatter") return false;
  const { axis } = node.attributes as { readonly axis?: string };
  return axis !== "batch";
}

type Compute<V> = (roots: readonly Node[], bindings: Bindings<WasmValue>) => V[];

/** What computing in parts needs of a backend. */
interface PartsOf {
  readonly compute: Compute<WasmValue>;
  /** The content of a value, which is then disposed of. */
  take(value: WasmValue): HostTensor;
}

/**
 * The values of some roots, computed so many samples at a time: first all sums over samples, each part's share of them by itself, then what else there is. Samples
 * pass as often as they meet, and once more. Undefined where samples meet in other ways.
 */
export function inParts(
  roots: readonly Node[],
  bindings: Bindings<WasmValue>,
  each: number,
  { compute, take }: PartsOf,
): WasmValue[] | undefined {
  const before = bindings.known ?? new Map<Node, WasmValue>();
  const order = topologicalOrder(roots, before);
  const samples = samplesOf(order, before);
  if (!samples) return undefined;
  const count = bindings.sizes.get("batch")!;
  const known = new Map(before);
  for (const node of samples.counts) known.set(node, { shape: [], data: [count] });
  const parts = Array.from(
    { length: Math.ceil(count / each) },
    (_, i) => [i * each, Math.min(count, (i + 1) * each)] as const,
  );
  const inputs = new Map(order.flatMap((node) => (node.op === "input" ? [[node.attributes.name, node] as const] : [])));
  const ofPart = (wanted: readonly Node[], from: number, to: number): HostTensor[] => {
    const part = <K>(values: ReadonlyMap<K, WasmValue>, node: (key: K) => Node | undefined) =>
      new Map(
        [...values].flatMap(([key, value]) => {
          const of = node(key);
          return of ? [[key, isOfSamples(of) ? slice(value, from, to) : value] as const] : [];
        }),
      );
    return compute(wanted, {
      tensors: part(bindings.tensors, (name) => inputs.get(name)),
      scalars: bindings.scalars,
      sizes: new Map(bindings.sizes).set("batch", to - from),
      known: part(known, (node) => node),
    }).map(take);
  };
  for (const meeting of samples.meetings) {
    const joined = new Map<Node, { readonly shape: readonly number[]; readonly data: Float64Array }>();
    for (const [from, to] of parts)
      ofPart(meeting, from, to).forEach(({ data, shape }, i) => {
        const node = meeting[i]!;
        const sum = joined.get(node)?.data;
        if (!sum) joined.set(node, { shape, data: Float64Array.from(data) });
        else for (let k = 0; k < sum.length; k++) sum[k] = joins[node.op](sum[k]!, data[k]!);
      });
    for (const [node, value] of joined) known.set(node, value);
  }
  return collected(roots, parts, ofPart);
}

const joins = { sum: (a: number, b: number) => a + b, reduceMax: Math.max, reduceMin: Math.min } as const;

/** Roots that samples have each for themselves, part after part; others once. */
function collected(
  roots: readonly Node[],
  parts: readonly (readonly [number, number])[],
  ofPart: (wanted: readonly Node[], from: number, to: number) => HostTensor[],
): WasmValue[] {
  const found = new Map<Node, { shape: number[]; data: Float32Array | Float64Array }>();
  parts.forEach(([from, to], i) => {
    const wanted = i === 0 ? [...new Set(roots)] : [...new Set(roots)].filter(isOfSamples);
    if (!wanted.length) return;
    const count = parts.at(-1)![1];
    ofPart(wanted, from, to).forEach(({ data, shape }, k) => {
      const node = wanted[k]!;
      if (!isOfSamples(node)) {
        found.set(node, { shape: [...shape], data: Float64Array.from(data) });
        return;
      }
      const size = shape.slice(1).reduce((a, b) => a * b, 1);
      const Numbers = data instanceof Float32Array ? Float32Array : Float64Array;
      const whole = found.get(node) ?? { shape: [count, ...shape.slice(1)], data: new Numbers(count * size) };
      whole.data.set(data, from * size);
      found.set(node, whole);
    });
  });
  return roots.map((root) => found.get(root)!);
}

/** Some samples of a value, where they lie. */
function slice({ shape, data, image }: WasmValue, from: number, to: number): WasmValue {
  const part = [to - from, ...shape.slice(1)];
  if (image)
    return {
      shape: part,
      image: {
        layout: image.layout,
        geometry: { ...image.geometry, images: to - from },
        address: image.address + 4 * from * sampleFloats(image.geometry, image.layout),
        borrowed: true,
      },
    };
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  const numbers = data as Float32Array | Float64Array | readonly number[];
  return {
    shape: part,
    data: "subarray" in numbers ? numbers.subarray(from * size, to * size) : numbers.slice(from * size, to * size),
  };
}
