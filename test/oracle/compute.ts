import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { compile } from "../../src/index.js";
import { type Expressed, numbers, type OracleCase, type Stored } from "./case.js";
import type { Outcome } from "./compare.js";

/** Values and gradients of official implementations, computed by programs of the language. Other folders of cases: ORACLE_DIR; a summary: ORACLE_REPORT. */
const folder = process.env.ORACLE_DIR ?? join(import.meta.dirname, "cases");

export const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), "utf8")) as { cases?: OracleCase[] }).cases ?? []);

export type Said = Exclude<Expressed, { readonly unsupported: string }>;

/** What a program of the language makes of a case. */
export async function compute(
  c: OracleCase,
  { source, task, space, further: { heads, fields = {} } = {} }: Said,
  backend: "reference" | "tfjs" | "wasm" | "webgpu",
): Promise<Outcome> {
  const sided = (shape: readonly number[]) =>
    space ? [shape[0]!, ...space, ...shape.slice(1 + space.length)] : [...shape];
  const shape = sided(c.pred.shape);
  const tensorOf = (stored: Stored) => tf.tensor(numbers(stored), sided(stored.shape), "float32");
  const named = Object.entries(heads ?? { prediction: "pred" as const }).map(
    ([name, stored]) => [name, tensorOf(stored === "pred" ? c.pred : stored)] as const,
  );
  const given = Object.entries(fields).map(([name, stored]) => [name, tensorOf(stored)] as const);
  const prediction = heads ? Object.fromEntries(named) : named[0]![1];
  const target = c.target
    ? tf.tensor(numbers(c.target), sided(targetShape(c, c.target)), "float32")
    : tf.zeros([shape[0]!, 8, 8]);
  const mask = c.extra?.mask as OracleCase["pred"] | undefined;
  const masks = mask && task.masks && { mask: tf.tensor(numbers(mask), shape.slice(0, -1), "float32") };
  const loss = compile(source, { task, backend });
  try {
    const { value, gradients } = await loss.valueAndGrad({
      prediction,
      target,
      ...(masks && { masks }),
      ...(given.length && { fields: Object.fromEntries(given) }),
    });
    const by = Object.entries(heads ?? {}).find(([, stored]) => stored === "pred")?.[0] ?? "prediction";
    const slopes = Array.from(await gradients[by]!.data());
    tf.dispose(gradients);
    return { value, gradient: slopes };
  } finally {
    loss.dispose();
    tf.dispose([...[...named, ...given].map(([, tensor]) => tensor), target, ...Object.values(masks ?? {})]);
  }
}

/** Labels may come with an axis of length 1 at the end, or with none. */
function targetShape(c: OracleCase, { shape }: Stored): number[] {
  const labels = shape.length === c.pred.shape.length && shape.at(-1) === 1 && c.pred.shape.at(-1) !== 1;
  return labels ? shape.slice(0, -1) : [...shape];
}
