import * as tf from "@tensorflow/tfjs";
import { DeviceError, NoSynchronousRead } from "../backend.js";
import { type DeviceTraits, traitsOf } from "./traits.js";

/** The traits of the device that TensorFlow.js computes on now. */
export const activeTraits = (): DeviceTraits => traitsOf(tf.getBackend());

/** The part of a WebGPU device that tells what went wrong. */
interface GpuDevice {
  addEventListener(
    type: "uncapturederror",
    listener: (event: { readonly error: { readonly message: string } }) => void,
  ): void;
}

/** What each device reported and nothing was thrown for yet. */
const reports = new WeakMap<GpuDevice, string[]>();

/**
 * Listens to the device of the active backend. WebGPU reports a shader it cannot run as an event and computes zeros; without a listener they would pass for
 * results.
 */
export function watchDevice(): void {
  const device = activeDevice();
  if (!device || reports.has(device)) return;
  const unreported: string[] = [];
  reports.set(device, unreported);
  device.addEventListener("uncapturederror", ({ error }) => unreported.push(error.message));
}

/** @throws {DeviceError} if the device has reported an error since the last call. */
export function requireSoundDevice(): void {
  const device = activeDevice();
  const unreported = device && reports.get(device)?.splice(0);
  if (unreported?.length) throw new DeviceError(`The WebGPU device could not run the loss: ${unreported.join("; ")}`);
}

/** @throws {NoSynchronousRead} where the active backend only answers later. */
export function requireSynchronousRead(): void {
  if (!activeTraits().readsSynchronously)
    throw new NoSynchronousRead(`The ${tf.getBackend()} backend cannot be read at once; wait for the value instead.`);
}

function activeDevice(): GpuDevice | undefined {
  if (!activeTraits().runsShaders) return undefined;
  const { device } = tf.backend() as Partial<{ device: GpuDevice }>;
  return device;
}
