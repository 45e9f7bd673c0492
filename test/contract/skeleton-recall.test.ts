import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { numbers, type OracleCase } from "../oracle/case.js";

/** The official code is given a tube made beforehand; here the tube is made from the labels it was made from. */
const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../oracle/cases/skeleton_recall.json"), "utf8"),
) as { cases: OracleCase[] };

/** In the plane the official pipeline thins by a hand-made table of scikit-image instead of Lee's method. */
const volumes = cases.filter((c) => c.layout === "NDHWC");

describe("skeleton_recall, from the labels", () => {
  it.each(volumes.map((c) => [c.id, c] as const))("%s", async (_, c) => {
    const labels = c.extra!.mask as OracleCase["pred"];
    const shape = [...c.pred.shape];
    const loss = compile("skeleton_recall[1](negative=true)", {
      task: { classes: ["background", "tube"] },
      backend: "reference",
    });
    const { value } = await loss.valueAndGrad({
      prediction: tf.tensor(numbers(c.pred), shape, "float32"),
      target: tf.tensor(numbers(labels), shape.slice(0, -1), "float32"),
    });
    expect(value).toBeCloseTo(Number(c.value), 6);
  });

  it("keeps the skeleton of classes together where that is asked for", async () => {
    // Two halves of one bar: apart, each has an end where they meet; together, the middle line runs on.
    const rows = ["11122", "11122", "11122"].map((row) => [...row].map(Number));
    const target = tf.tensor(rows.flat(), [1, 3, 5], "float32");
    const covered = async (source: string) => {
      const line = rows.flatMap((row, y) => row.flatMap((c) => [0, 1, 2].map((k) => Number(y === 1 && k === c))));
      const loss = compile(source, {
        task: { prediction: "probabilities", classes: ["background", "a", "b"] },
        backend: "reference",
      });
      const { value } = await loss.valueAndGrad({ prediction: tf.tensor(line, [1, 3, 5, 3], "float32"), target });
      return value;
    };
    expect(await covered("skeleton_recall(dilations=0, together=true)")).toBe(0);
    expect(await covered("skeleton_recall(dilations=1, together=true)")).toBeGreaterThan(0);
  });
});
