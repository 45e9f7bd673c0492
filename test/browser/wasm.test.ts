import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { type Browser, chromium } from "playwright-core";
import { type BuildOptions, build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { isolation, systemChromium } from "./chromium.js";

/** The two ways Vite has with the file that helping threads run: put into its own address, or beside the script. */
const bundles = {
  "put into the script": { lib: { entry: entry(), formats: ["es"], fileName: "page" } },
  "beside the script": {
    assetsInlineLimit: 0,
    rolldownOptions: { input: entry(), output: { entryFileNames: "page.js" }, preserveEntrySignatures: "strict" },
  },
} as const satisfies Record<string, BuildOptions>;
type Bundle = keyof typeof bundles;
function entry(): string {
  return join(import.meta.dirname, "wasm-page.ts");
}

const files = new Map<Bundle, ReadonlyMap<string, string>>();
let browser: Browser;
const servers: Server[] = [];

/** The address of the page, served with further headers. */
async function served(bundle: Bundle, headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((request, response) => {
    const script = files.get(bundle)!.get(request.url!.slice(1));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
    response.end(script ?? '<!doctype html><script type="module" src="/page.js"></script>');
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The files of a bundle by their names. */
async function bundled(options: BuildOptions): Promise<ReadonlyMap<string, string>> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, ...options },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !("output" in first)) throw new Error("the bundler gave no output");
  return new Map(
    first.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source.toString()]),
  );
}

describe.skipIf(!systemChromium)("fused kernels in Chromium", () => {
  beforeAll(async () => {
    for (const [name, options] of Object.entries(bundles)) files.set(name as Bundle, await bundled(options));
    browser = await chromium.launch({ executablePath: systemChromium!, args: ["--no-sandbox"] });
    await tf.setBackend("cpu");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.close();
  });

  // Enough pixels for work to be shared.
  const shape = [2, 200, 130, 1];
  const size = shape.reduce((a, b) => a * b);
  const prediction = Array.from({ length: size }, (_, i) => Math.fround(2 * Math.sin(1.7 * i)));
  const target = Array.from({ length: size }, (_, i) => Number(Math.cos(0.05 * i) > 0.3));

  it("have the file of helping threads where they say", () => {
    const scripts = (bundle: Bundle) => [...files.get(bundle)!.keys()].filter((name) => name.endsWith(".js"));
    expect(scripts("put into the script")).toEqual(["page.js"]);
    expect(scripts("beside the script")).toHaveLength(2);
  });

  it.each([
    ["isolated from other origins", "put into the script", isolation, true],
    ["isolated from other origins", "beside the script", isolation, true],
    ["that is not isolated", "beside the script", {}, false],
  ] as const)(
    "agree with the reference on a page %s, helpers %s",
    {
      timeout: 120_000,
    },
    async (_, bundle, headers, isolated) => {
      const source = "0.5*dice + bce + 0.1*cldice(iterations=2)";
      const page = await browser.newPage();
      await page.goto(await served(bundle, headers));
      await page.waitForFunction(() => window.byKernels !== undefined);
      const found = await page.evaluate(([s, sh, p, t]) => window.byKernels(s, sh, p, t), [
        source,
        shape,
        prediction,
        target,
      ] as const);
      expect(found.isolated).toBe(isolated);
      const cores = await page.evaluate(() => navigator.hardwareConcurrency);
      const computing = isolated ? Math.min(cores, 15) : 1;
      expect(found.threads).toEqual({ wanted: computing, ready: computing, helped: computing });
      const exact = await compile(source, { backend: "reference" }).valueAndGrad({
        prediction: tf.tensor(prediction, shape),
        target: tf.tensor(target, shape),
      });
      expect(found.value).toBeCloseTo(exact.value, 5);
      const gradients = Array.from(await exact.gradient.data());
      const largest = gradients.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      found.gradient.forEach((value, i) => {
        if (Math.abs(value - gradients[i]!) > 1e-4 * largest)
          expect.fail(`gradient ${i} is ${value}, not ${gradients[i]}`);
      });
      await page.close();
    },
  );
});
