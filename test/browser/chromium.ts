import { existsSync } from "node:fs";

/** The Chromium of the system, if there is one: tests in a browser are left out without. */
export const systemChromium = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);

/** Flags that give it a software adapter, which emulates a GPU on the processor: right, and slow. */
export const softwareGpu: readonly string[] = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Headers that let a page share memory between threads. */
export const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
