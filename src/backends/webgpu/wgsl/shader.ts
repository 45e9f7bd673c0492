import type { Node } from "../../../graph/ops.js";
import { helpers } from "./helpers.js";

/**
 * Where a value lies for shaders: `start` entries into the workspace that all kernels of a run share, in a tensor of its own, or (a number given at each step,
 * such as a weight) among the uniforms.
 */
export type ValueLocation =
  | { readonly kind: "workspace"; readonly start: number }
  | { readonly kind: "tensor" }
  | { readonly kind: "uniform" };

/** Where a shader's results go: into the workspace, which it may read as well, or into one tensor, from its first entry on. */
export type Output = "workspace" | "tensor";

/** Invocations of a workgroup. */
export const workgroupSize = 64;

/** Invocations of a workgroup where much is reduced: as many as every device allows, so that few workgroups keep it busy. */
export const manyThreads = 256;

/** The text of a compute shader in the making: what it reads, and its lines. */
export class Shader {
  /** Tensors it reads, in the order of their bindings. */
  readonly inputs: Node[] = [];
  /** Numbers it is given at each step. */
  readonly uniforms: Node[] = [];
  /** Where in the workspace the values it meets begin. They are no part of the text, so that the same work elsewhere has the same pipeline. */
  readonly starts: number[] = [];
  readonly #begins = new Map<Node, string>();
  readonly output: Output;
  /** Entries of the output that are written at a time. */
  outputWidth = 1;
  readonly #widths = new Map<Node, number>();
  readonly #places: ReadonlyMap<Node, ValueLocation>;
  readonly #helpers = new Set<string>();
  readonly #shared: string[] = [];
  #readsWorkspace = false;
  #names = 0;

  constructor(places: ReadonlyMap<Node, ValueLocation>, output: Output) {
    this.#places = places;
    this.output = output;
  }

  /** Whether the workspace is bound as a further tensor, after all others. */
  get readsWorkspace(): boolean {
    return this.#readsWorkspace && this.output !== "workspace";
  }

  /** Entries of each input that are read at a time. */
  get inputWidths(): readonly number[] {
    return this.inputs.map((node) => this.#widths.get(node) ?? 1);
  }

  /** Entries of an image that are read at a time, where its pixels have so many classes: then by {@link vector}, never by {@link entry}. */
  widthOf(node: Node, classes: number): number {
    const width = this.#place(node).kind === "tensor" ? widthFor(classes) : 1;
    this.#widths.set(node, width);
    return width;
  }

  /** Some entries of a value side by side, by an expression for which of them. */
  vector(node: Node, index: string): string {
    return `vec${this.#widths.get(node)}<f32>(${this.#input(node)}[${index}])`;
  }

  name(kind = "v"): string {
    return `${kind}_${this.#names++}`;
  }

  /** An entry of a value in memory, by an expression for its index. */
  entry(node: Node, index: string): string {
    const place = this.#place(node);
    if (place.kind === "uniform") return `uniforms.${this.#uniform(node)}`;
    // Tensors that were cast may still be integers underneath.
    if (place.kind === "tensor") return `f32(${this.#input(node)}[${index}])`;
    this.#readsWorkspace = true;
    const at = `${this.#start(node, place.start)} + ${index}`;
    return this.output === "workspace" ? `result[${at}]` : `space[${at}]`;
  }

  /** A value without axes. */
  number(node: Node): string {
    return node.op === "constant" ? literal(node.attributes.value) : this.entry(node, "0");
  }

  /** Where to write an entry of a value. */
  target(node: Node, index: string): string {
    if (this.output === "tensor") return `result[${index}]`;
    const place = this.#place(node);
    if (place.kind !== "workspace") throw new Error(`\`${node.op}\` has no place in the workspace.`);
    return `result[${this.#start(node, place.start)} + ${index}]`;
  }

  /** An expression for a place in the workspace. */
  place(start: number): string {
    return `uniforms.s${this.starts.push(start) - 1}`;
  }

  #start(node: Node, start: number): string {
    const known = this.#begins.get(node) ?? this.place(start);
    this.#begins.set(node, known);
    return known;
  }

  /** The name of a function of ours, which the text will hold. */
  helper(name: keyof typeof helpers): string {
    this.#helpers.add(name);
    return name;
  }

  /** Declares memory that a workgroup shares. */
  shared(declaration: string): void {
    this.#shared.push(declaration);
  }

  /** The whole text. Uniforms count as used, whether they are or not: a binding nobody uses would be missing from the pipeline. */
  text(lines: readonly string[]): string {
    const used = [...this.#helpers].map((name) => helpers[name as keyof typeof helpers]);
    return [...used, ...this.#shared, "fn main(index : i32) {", "_ = uniforms.NAN;", ...lines, "}"].join("\n");
  }

  #place(node: Node): ValueLocation {
    const place = this.#places.get(node);
    if (!place) throw new Error(`Nothing says where the value of \`${node.op}\` lies.`);
    return place;
  }
  #input(node: Node): string {
    const known = this.inputs.indexOf(node);
    return `in${known >= 0 ? known : this.inputs.push(node) - 1}`;
  }
  #uniform(node: Node): string {
    const known = this.uniforms.indexOf(node);
    return `u${known >= 0 ? known : this.uniforms.push(node) - 1}`;
  }
}

/** How many of some entries side by side make a vector. */
export const widthFor = (entries: number): number => (entries % 4 === 0 ? 4 : entries % 2 === 0 ? 2 : 1);

/** A number as WGSL writes it. What has no literal there is among the uniforms of every program of TensorFlow.js. */
export function literal(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return "uniforms.NAN";
  if (!Number.isFinite(single)) return single > 0 ? "uniforms.INFINITY" : "(-uniforms.INFINITY)";
  const text = String(single);
  const digits = /[.e]/.test(text) ? text : `${text}.0`;
  return single < 0 || Object.is(single, -0) ? `(${Object.is(single, -0) ? "-0.0" : digits})` : digits;
}
