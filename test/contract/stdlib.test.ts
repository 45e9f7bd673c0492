import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, it } from "vitest";
import { contractOf } from "../../src/testing.js";
import { stdlib } from "../../stdlib/index.js";
import { programs, surrogates, variants } from "./variants.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(stdlib.map((loss) => [loss.name, loss] as const))("%s", (name, loss) => {
  for (const check of contractOf(loss, {
    library: stdlib,
    variants: variants[name] ?? [],
    surrogates: surrogates[name] ?? [],
    devices: ["cpu", "wasm"],
    ...(programs[name] && { program: programs[name] }),
  }))
    it(check.name, check.run);
});
