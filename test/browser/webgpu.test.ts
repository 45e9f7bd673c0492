import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { softwareGpu, systemChromium } from "./chromium.js";
import type { Case } from "./page.js";

let server: Server;
let browser: Browser;
let page: Page;
let state = "";

/** The page as one script, as a bundler makes it for any user of the package: nothing of Node may be left in it. */
async function bundled(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, "page.ts"), formats: ["es"], fileName: "page" },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !("output" in first)) throw new Error("the bundler gave no output");
  return first.output[0].code;
}

describe.skipIf(!systemChromium)("WebGPU in Chromium", () => {
  beforeAll(async () => {
    const script = await bundled();
    server = createServer((request, response) => {
      const isScript = request.url?.endsWith(".js");
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(
        isScript ? script : '<!doctype html><title>losslang</title><script type="module" src="/page.js"></script>',
      );
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    browser = await chromium.launch({ executablePath: systemChromium!, args: ["--no-sandbox", ...softwareGpu] });
    page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => window.ready !== undefined);
    state = await page.evaluate(() => window.ready);
    await tf.setBackend("cpu");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const shape = [2, 9, 8, 1];
  const size = shape.reduce((a, b) => a * b);
  const wave = (i: number) => Math.sin(i * 1.7) * 2 + Math.cos(i * 0.31);
  const sources = [
    "0.5*dice + bce",
    "hd_dt(alpha=2)",
    "boundary",
    "cldice(iterations=2)",
    "betti",
    "focal + tversky(alpha=0.3, beta=0.7)",
  ];
  const cases = (["webgpu", "tfjs"] as const).flatMap((backend) =>
    sources.map(
      (source): Case => ({
        source,
        backend,
        shape,
        prediction: Array.from({ length: size }, (_, i) => wave(i)),
        target: Array.from({ length: size }, (_, i) => (wave(i + 3) > 0.4 ? 1 : 0)),
      }),
    ),
  );

  it.for(cases)("$source by $backend agrees with the reference, value and gradient", async (one, { skip }) => {
    skip(state !== "webgpu", state);
    const found = await page.evaluate((c) => window.onWebgpu(c), one);
    const exact = await compile(one.source, { backend: "reference" }).valueAndGrad({
      prediction: tf.tensor([...one.prediction], shape),
      target: tf.tensor([...one.target], shape),
    });
    expect(found.value).toBeCloseTo(exact.value, 4);
    const gradient = [...(await exact.gradient.data())];
    const largest = Math.max(...gradient.map(Math.abs));
    found.gradient.forEach((g, i) => {
      expect(Math.abs(g - gradient[i]!)).toBeLessThan(1e-3 * Math.abs(gradient[i]!) + 1e-5 * largest);
    });
  });
});
