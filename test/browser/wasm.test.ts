import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);

/** What lets a page share memory between threads. */
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

let script = "";
let browser: Browser;
const servers: Server[] = [];

/** The address of the page, served with further headers. */
async function served(headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((request, response) => {
    const isScript = request.url?.endsWith(".js");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe.skipIf(!executablePath)("fused kernels in Chromium", () => {
  beforeAll(async () => {
    const output = await build({
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        minify: false,
        lib: { entry: join(import.meta.dirname, "wasm-page.ts"), formats: ["es"], fileName: "page" },
      },
    });
    const [first] = Array.isArray(output) ? output : [output];
    if (!first || !("output" in first)) throw new Error("the bundler gave no output");
    script = first.output[0].code;
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    await tf.setBackend("cpu");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.close();
  });

  const shape = [2, 40, 130, 1];
  const size = shape.reduce((a, b) => a * b);
  const prediction = Array.from({ length: size }, (_, i) => Math.fround(2 * Math.sin(1.7 * i)));
  const target = Array.from({ length: size }, (_, i) => Number(Math.cos(0.05 * i) > 0.3));

  it.each([
    ["isolated from other origins", isolation, true],
    ["that is not isolated", {}, false],
  ] as const)("agree with the reference on a page %s", { timeout: 60_000 }, async (_, headers, isolated) => {
    const source = "0.5*dice + bce + 0.1*cldice(iterations=2)";
    const page = await browser.newPage();
    await page.goto(await served(headers));
    await page.waitForFunction(() => window.byKernels !== undefined);
    const found = await page.evaluate(([s, sh, p, t]) => window.byKernels(s, sh, p, t), [
      source,
      shape,
      prediction,
      target,
    ] as const);
    expect(found.isolated).toBe(isolated);
    const exact = await compile(source, { backend: "reference" }).valueAndGrad({
      prediction: tf.tensor(prediction, shape),
      target: tf.tensor(target, shape),
    });
    expect(found.value).toBeCloseTo(exact.value, 5);
    const slopes = Array.from(await exact.gradient.data());
    const largest = slopes.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    found.gradient.forEach((slope, i) => {
      if (Math.abs(slope - slopes[i]!) > 1e-4 * largest) expect.fail(`slope ${i} is ${slope}, not ${slopes[i]}`);
    });
    await page.close();
  });
});
