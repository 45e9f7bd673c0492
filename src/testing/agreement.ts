import * as tf from "@tensorflow/tfjs";
import {
  type BackendName,
  backendRecord,
  generalBackend,
  oracleBackend,
  portableBackends,
} from "../backends/catalog.js";
import { type ContractCase, withLoss } from "./cases.js";
import { demand, demandSame } from "./demands.js";

/** Value and gradient are those of float64 loops, but for what single precision loses. */
async function agrees(one: ContractCase, backend: BackendName, precision: number): Promise<void> {
  for (const seed of [1, 2])
    await withLoss(one, oracleBackend, async (reference) => {
      const drawn = reference.batch({ seed });
      const wanted = await reference.run(drawn);
      demandSame(await withLoss(one, backend, ({ run }) => run(drawn)), wanted, precision);
    });
}

/** By the backends that compute many operations in one pass over memory. */
export async function agreesFused(one: ContractCase, precision: number): Promise<void> {
  for (const backend of portableBackends) if (backendRecord(backend).fused) await agrees(one, backend, precision);
}

/** By the operations of TensorFlow.js on one of its backends. */
export async function agreesOn(one: ContractCase, device: string, precision: number): Promise<void> {
  const before = tf.getBackend();
  demand(await tf.setBackend(device), `TensorFlow.js has no backend ${device} here`);
  try {
    await agrees(one, generalBackend, precision);
  } finally {
    await tf.setBackend(before);
  }
}
