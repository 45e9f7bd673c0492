import type { Node } from "../../../graph/ops.js";
import { ModuleBuilder } from "../../../wasm/encode/module.js";
import type { HostTensor } from "../../backend.js";
import type { ImageGeometry } from "../memory/geometry.js";
import type { WasmMemory } from "../memory/memory.js";
import type { WorkerPool } from "../worker-pool.js";
import { blockFloats, type ConvolutionWord, convolutionWords, runWords, writeSumOfRuns } from "./kernel.js";
import { type KernelRun, runsOf } from "./runs.js";

/**
 * Convolution by a large kernel, by running sums: along rows once for each length of a run, then over the rows of the kernel. A disc of radius r takes 2r + 1
 * additions for a pixel, and not πr²; a ball πr², and not 4/3 πr³.
 *
 * @param image `[…, …space, classes]` as the host has it.
 */
export function convolveByRuns(
  memory: WasmMemory,
  pool: WorkerPool,
  { space, lengths }: Pick<ImageGeometry, "space" | "lengths">,
  node: Node<"convolve">,
  classes: number,
  image: HostTensor,
): HostTensor {
  const runs = runsOf(node.attributes, space);
  const grid = gridOf(lengths, runs);
  const sizes = [...new Set(runs.map(({ length }) => length))];
  const blocks: number[] = [];
  const allocate = (words: number) => {
    const address = memory.allocate(4 * words);
    blocks.push(address);
    return address;
  };
  try {
    const { job, module } = loaded(memory, pool);
    const [sums, target, list] = [
      allocate(sizes.length * grid.plane),
      allocate(grid.rows * grid.width),
      allocate(runWords * runs.length),
    ];
    writeRuns(memory, list, runs, grid, sizes);
    const words: Readonly<Record<ConvolutionWord, number>> = {
      sums: sums + 4 * grid.pad,
      target,
      runs: list,
      runBytes: 4 * runWords * runs.length,
      depth: grid.depth,
      height: grid.height,
      pitch: 4 * grid.pitch,
      width: 4 * grid.width,
    };
    convolutionWords.forEach((name, i) => {
      memory.i32[job / 4 + i] = words[name];
    });
    const out = new Float32Array(image.data.length);
    const pixels = grid.rows * grid.length;
    const images = image.data.length / (pixels * classes);
    for (let i = 0; i < images * classes; i++) {
      const start = Math.floor(i / classes) * pixels * classes + (i % classes);
      const f32 = memory.f32;
      sizes.forEach((size, k) => {
        sumAlongRows(f32, sums / 4 + k * grid.plane, image.data, { start, step: classes }, grid, size);
      });
      pool.run(module, 0, grid.rows);
      for (let row = 0; row < grid.rows; row++)
        for (let x = 0; x < grid.length; x++)
          out[start + (row * grid.length + x) * classes] = f32[target / 4 + row * grid.width + x]!;
    }
    return { shape: image.shape, data: out };
  } finally {
    for (const address of blocks) memory.free(address);
  }
}

/** How rows lie in memory: `pad` floats before and after each, so that every run of the kernel begins inside. */
interface Grid {
  readonly depth: number;
  readonly height: number;
  readonly rows: number;
  readonly length: number;
  readonly pad: number;
  /** Floats of a row that are computed, and floats from row to row of sums. */
  readonly width: number;
  readonly pitch: number;
  /** Floats of the sums of one length. */
  readonly plane: number;
}

function gridOf(lengths: readonly number[], runs: readonly KernelRun[]): Grid {
  const [length, height = 1, depth = 1] = lengths.toReversed() as [number, number?, number?];
  const pad = Math.max(...runs.map(({ first, length: of }) => Math.max(Math.abs(first), Math.abs(first + of))));
  const width = Math.ceil(length / blockFloats) * blockFloats;
  const pitch = width + 2 * pad;
  const rows = depth * height;
  return { depth, height, rows, length, pad, width, pitch, plane: rows * pitch + blockFloats };
}

function writeRuns(
  memory: WasmMemory,
  at: number,
  runs: readonly KernelRun[],
  grid: Grid,
  sizes: readonly number[],
): void {
  const [integers, floats] = [memory.i32, memory.f32];
  runs.forEach(({ rows, first, length, weight }, i) => {
    const [y, z] = [rows.at(-1) ?? 0, rows.length > 1 ? rows[0]! : 0];
    const word = at / 4 + runWords * i;
    integers[word] = z;
    integers[word + 1] = y;
    integers[word + 2] = 4 * (sizes.indexOf(length) * grid.plane + (z * grid.height + y) * grid.pitch + first);
    floats[word + 3] = weight;
  });
}

/** At each place of each row, from `pad` places before it to `pad` after it, the sum of so many entries from there on. */
function sumAlongRows(
  to: Float32Array,
  at: number,
  from: ArrayLike<number>,
  { start, step }: { readonly start: number; readonly step: number },
  { rows, length, pad, pitch }: Grid,
  size: number,
): void {
  for (let row = 0; row < rows; row++) {
    const first = start + row * length * step;
    const target = at + row * pitch + pad;
    to.fill(0, target - pad, target - pad + pitch);
    let sum = 0;
    for (let x = 1 - size; x < length; x++) {
      if (x + size <= length) sum += from[first + (x + size - 1) * step]!;
      if (x > 0) sum -= from[first + (x - 1) * step]!;
      if (x >= -pad) to[target + x] = sum;
    }
  }
}

interface Loaded {
  readonly job: number;
  readonly module: number;
}

const kernels = new WeakMap<WorkerPool, Loaded>();

/** The kernel where a pool has it: loaded when it is first needed. */
function loaded(memory: WasmMemory, pool: WorkerPool): Loaded {
  const known = kernels.get(pool);
  if (known) return known;
  const job = memory.allocateForever(4 * convolutionWords.length);
  try {
    const builder = new ModuleBuilder(memory);
    writeSumOfRuns(builder.function(["i32", "i32", "i32"], [], "pixels0").code, job);
    const made = { job, module: pool.load(builder.bytes(), { stays: true }) };
    kernels.set(pool, made);
    return made;
  } catch (error) {
    memory.free(job);
    throw error;
  }
}
