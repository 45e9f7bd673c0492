import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isolation, softwareGpu, systemChromium } from "./chromium.js";
import { expectLikeness } from "./likeness.js";
import { Playground } from "./playground-page.js";
import { type Site, served } from "./static-site.js";

const root = join(import.meta.dirname, "../..");
const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

describe.skipIf(!systemChromium)("the playground", { timeout: 60_000 }, () => {
  let folder = "";
  let site: Site;
  let browser: Browser;
  let opened: Playground[] = [];
  const launch = (...args: string[]) =>
    chromium.launch({ executablePath: systemChromium!, args: ["--no-sandbox", ...args] });
  const open = async (
    ...[url, options]: Parameters<typeof Playground.open> extends [unknown, ...infer R] ? R : never
  ) => {
    const playground = await Playground.open(browser, url, options);
    opened.push(playground);
    return playground;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "playground-"));
    const configFile = join(root, "examples/playground/vite.config.ts");
    await build({ configFile, logLevel: "error", build: { outDir: folder } });
    site = await served(folder);
    browser = await launch();
  }, 240_000);
  afterEach(async () => {
    const complaints = opened.flatMap((playground) => playground.complaints);
    for (const { page } of opened) await page.close();
    opened = [];
    expect(complaints).toEqual([]);
    expect(site.missing).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows values, weights and maps at once, on one thread, below any path", async () => {
    const playground = await open(site.url);
    expect(await playground.page.evaluate(() => window.crossOriginIsolated)).toBe(false);
    const rows = await Promise.all(["dice", "bce", "cldice(iterations=5)"].map((term) => playground.row(term)));
    for (const [weight, value, weighted] of rows) expect(weighted).toBeCloseTo(weight! * value!, 3);
    expect(rows.reduce((sum, [, , weighted]) => sum + weighted!, 0)).toBeCloseTo(await playground.total, 3);
    // At epoch 24 the third is on its way from 0 to 0.4, and topology has not begun.
    expect(rows.map(([weight]) => weight)).toEqual([0.5, 0.5, 0.16]);
    expect(await playground.page.locator('.row[data-term="betti"]').getAttribute("class")).toContain("off");
    await expect.poll(() => playground.page.locator(".timing").textContent()).toMatch(/(µs|ms) a step/);
    await playground.page.locator(".graph").scrollIntoViewIfNeeded();
    await expect.poll(() => playground.page.locator(".disc").count()).toBeGreaterThan(5);
    expect(await playground.page.locator(".graph .lead").textContent()).toMatch(/\d+ operations .* become \d+ passes/);
  });

  it.each(["light", "dark"] as const)("paints its pictures as it did, in %s colours", async (colorScheme) => {
    const playground = await open(site.url, { colorScheme });
    await playground.total;
    for (const picture of ["Target", "Prediction", "Gradient of total"] as const) {
      const [, pixels] = (await playground.pixels(picture)).split(",");
      expectLikeness(
        Buffer.from(pixels!, "base64"),
        `playground-${picture.split(" ")[0]!.toLowerCase()}-${colorScheme}`,
        1,
      );
    }
  });

  it("computes the same on every backend, and on threads where the page is isolated", async () => {
    const isolated = await served(folder, isolation);
    const playground = await open(isolated.url);
    expect(await playground.page.evaluate(() => window.crossOriginIsolated)).toBe(true);
    const byKernels = await playground.total;
    for (const backend of ["reference", "tfjs"] as const) {
      await playground.computeBy(backend);
      expect(await playground.total).toBeCloseTo(byKernels, 3);
    }
    expect(isolated.missing).toEqual([]);
    isolated.close();
  });

  it("says what is wrong with a text, by its code, and mends it", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    await playground.write("0.5*dise + bce");
    await expect.poll(() => page.locator(".codes .code").allInnerTexts()).toContain("L201");
    expect(await page.locator(".problems").textContent()).toContain("dise");
    expect(await page.locator(".problems [role=status]").textContent()).toMatch(/^1 error/);
    await page.locator(".problems .fix", { hasText: "Change to" }).first().click();
    await expect.poll(() => playground.text).toBe("0.5*dice + bce");
    await expect.poll(() => page.locator(".problems li").count()).toBe(0);
    await expect.poll(() => page.locator(".row .label").allInnerTexts()).toEqual(["dice", "bce"]);
  });

  it("completes names, explains them, helps with arguments, renames and lays out", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    await playground.write("0.5 * dice+");
    await page.keyboard.type("tver");
    const offered = page.locator(".cm-tooltip-autocomplete li");
    await expect.poll(() => offered.allTextContents()).toContainEqual(expect.stringMatching(/^tversky/));
    await expect.poll(() => page.locator(".cm-completionInfo").textContent()).toContain("false positives");
    // A list takes no key in its first moments, so that nobody accepts what they have not seen.
    await page.waitForTimeout(300);
    await page.keyboard.press("Enter");
    await expect.poll(() => playground.text).toBe("0.5 * dice+tversky");
    await page.keyboard.type("(");
    await expect.poll(() => page.locator(".cm-lsp-signature-tooltip").textContent()).toContain("tversky(");
    await page.keyboard.press("Escape");
    await page.keyboard.type("alpha=0.3");
    await page.getByRole("button", { name: "Format" }).click();
    await expect.poll(() => playground.text).toMatch(/^0\.5\*dice \+ tversky\(alpha=0\.3\)\s*$/);
    await page.locator(".cm-line span", { hasText: "tversky" }).hover();
    await expect.poll(() => page.locator(".cm-lsp-hover-tooltip").textContent()).toMatch(/false positives.*alpha/s);

    await playground.write("def both = dice + bce\nminimize both then@epoch4 both + betti");
    await page.locator(".cm-line span", { hasText: "both" }).first().click();
    await page.keyboard.press("F2");
    await page.locator(".cm-lsp-rename-panel input").fill("region");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => playground.text)
      .toBe("def region = dice + bce\nminimize region then@epoch4 region + betti");
  });

  it("shows a stranger's comments, and runs nothing in them", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    const comment = `kind <b>words</b> <img src=x onerror="document.title='hurt'"> <svg onload="document.title='hurt'"></svg> [link](javascript:alert(1))`;
    await playground.write(`/// ${comment}\ndef mine = dice\nminimize mine`);
    await expect.poll(() => page.locator(".row .label").allTextContents()).toEqual(["dice"]);
    await page.locator(".cm-line", { hasText: "minimize" }).locator("span", { hasText: "mine" }).last().hover();
    const shown = page.locator(".cm-lsp-hover-tooltip");
    await expect.poll(() => shown.textContent()).toContain("kind words");
    expect(await shown.innerHTML()).not.toMatch(/<img|<svg|onerror|onload|javascript:/);
    await page.waitForTimeout(300);
    expect(await page.title()).toBe("losslang playground");
  });

  it("refuses in words what it cannot paint, and a length of training that nobody said is taken to be a hundred epochs", async () => {
    const playground = await open(site.url);
    await playground.write("task { space: 3d }\nminimize dice");
    await expect.poll(() => playground.page.locator(".terms .notice").textContent()).toContain("volumes");
    await playground.write("task { labels: whole, core }\nminimize dice + bce");
    await expect.poll(() => playground.page.getByRole("radio", { name: "Paint core" }).count()).toBe(1);
    await playground.write("dice then@30% bce");
    await expect.poll(() => playground.page.locator(".axis").textContent()).toContain("part of training");
    expect(await playground.page.locator(".problems li").count()).toBe(0);
    await expect.poll(() => playground.page.locator(".terms .notice").isVisible()).toBe(false);
  });

  it("is painted on with a pointer and from the keyboard, and takes it back", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    const [total, before] = [await playground.total, await playground.pixels("Prediction")];
    // Where the lower vessel is torn.
    await playground.drag('.stage canvas[aria-label="Prediction"]', [
      [0.24, 0.62],
      [0.36, 0.86],
    ]);
    const mended = await playground.moved(total);
    expect(mended).toBeLessThan(total);
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => playground.total).toBe(total);
    expect(await playground.pixels("Prediction")).toBe(before);
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect.poll(() => playground.total).toBe(mended);

    const target = await playground.pixels("Target");
    await page.locator('.stage canvas[aria-label="Target"]').focus();
    for (const key of ["ArrowRight", "Shift+ArrowDown", " "]) await page.keyboard.press(key);
    await playground.moved(mended);
    expect(await playground.pixels("Target")).not.toBe(target);
    expect(await page.locator(".readout").textContent()).toMatch(/pixel29, 25targetobject/);

    await page.getByRole("button", { name: "Perfect" }).click();
    await expect.poll(() => playground.total).toBeLessThan(0.05);
  });

  it("moves through training by hand, by key and by itself", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    const slider = page.getByRole("slider", { name: "Moment" });
    const weight = async (term: string) => (await playground.row(term))[0];
    await playground.drag(".slider", [
      [0.48, 0.5],
      [0.9, 0.5],
    ]);
    expect(await slider.getAttribute("aria-valuetext")).toBe("epoch 45");
    await expect.poll(() => weight("betti")).toBe(0.1);
    await expect.poll(async () => (await playground.row("betti"))[1]).toBeGreaterThan(0);
    await page.locator(".map", { hasText: "betti" }).click();
    expect(await page.locator(".gradient .of").textContent()).toBe("of betti");
    await slider.press("PageDown");
    await slider.press("PageDown");
    expect(await slider.getAttribute("aria-valuetext")).toBe("epoch 30");
    await slider.press("Home");
    await expect.poll(() => weight("cldice(iterations=5)")).toBe(0);
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(async () => Number(await slider.getAttribute("aria-valuenow"))).toBeGreaterThan(1);
    await page.getByRole("button", { name: "Pause" }).click();
  });

  it("keeps frames short while one drags, plays and paints", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    await playground.choose("A ramp and a hand-over");
    await expect.poll(() => page.locator(".row").count()).toBe(3);
    await page.waitForTimeout(1000);
    await browser.startTracing(page, { categories: ["toplevel"] });
    await playground.drag(
      ".slider",
      [
        [0.1, 0.5],
        [0.9, 0.5],
        [0.2, 0.5],
        [0.7, 0.5],
      ],
      60,
    );
    await playground.drag(
      '.stage canvas[aria-label="Prediction"]',
      [
        [0.2, 0.2],
        [0.8, 0.7],
      ],
      30,
    );
    await page.waitForTimeout(600);
    const tasks = tasksOf(await browser.stopTracing());
    expect(tasks.length).toBeGreaterThan(100);
    expect(Math.max(...tasks)).toBeLessThan(50);
  });

  it("lives in its address: what was written, painted and chosen is there after a reload", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    await playground.choose("Classes, one by one");
    await expect.poll(() => page.locator(".row .label").allInnerTexts()).toContain("hd_dt[eight]");
    await page.getByRole("radio", { name: "Paint zero" }).click();
    await playground.drag('.stage canvas[aria-label="Target"]', [
      [0.1, 0.5],
      [0.4, 0.5],
    ]);
    await playground.drag(".slider", [
      [0.1, 0.5],
      [0.6, 0.5],
    ]);
    await page.getByRole("radio", { name: "reference" }).click();
    await page.waitForTimeout(800);
    const state = async ({ page: at }: Playground) => ({
      pixels: await Promise.all([playgroundPixels(at, "Target"), playgroundPixels(at, "Prediction")]),
      text: await at.evaluate(() => document.querySelector(".cm-content")!.textContent),
      time: await at.getByRole("slider", { name: "Moment" }).getAttribute("aria-valuetext"),
      backend: await at.locator("[role=radio][aria-checked=true][data-backend]").textContent(),
      total: Number(await at.locator(".total").textContent()),
    });
    const before = await state(playground);
    expect(before).toMatchObject({ time: "epoch 15", backend: "reference" });
    await page.getByRole("button", { name: "Copy link" }).click();
    const address = page.url();
    expect(address.length).toBeLessThan(16_000);
    const again = await open(address);
    await expect.poll(() => state(again)).toEqual(before);
    await again.page.reload();
    await again.page.waitForFunction(() => document.querySelector(".total")?.textContent);
    await expect.poll(() => state(again)).toEqual(before);
  });

  it("falls back from WebGPU and says why", async () => {
    const playground = await open(site.url);
    const { page } = playground;
    const total = await playground.total;
    await page.getByRole("radio", { name: "webgpu" }).click();
    await expect
      .poll(() => page.locator(".notice").first().textContent())
      .toMatch(/WebGPU.*WebAssembly computes instead/);
    expect(await playground.total).toBe(total);
    await page.getByRole("radio", { name: "wasm" }).click();
    await expect.poll(() => page.locator(".notice").first().isVisible()).toBe(false);
  });

  it("computes on WebGPU where there is an adapter", { timeout: 90_000 }, async ({ skip }) => {
    const other = await launch(...softwareGpu);
    try {
      const playground = await Playground.open(other, site.url);
      const { page } = playground;
      await playground.write("0.5*dice + 0.5*bce");
      await expect.poll(() => page.locator(".row").count()).toBe(2);
      await playground.computeBy("wasm");
      const total = await playground.total;
      await playground.computeBy("webgpu");
      const notice = page.locator(".notice").first();
      skip(await notice.isVisible(), `${await notice.textContent()}`);
      expect(await page.locator(".segments .used").textContent()).toBe("webgpu");
      expect(await playground.total).toBeCloseTo(total, 3);
    } finally {
      await other.close();
    }
  });

  it.each([
    ["light", 1440],
    ["light", 820],
    ["dark", 390],
  ] as const)("is accessible in %s colours, %d pixels wide, and no wider", async (colorScheme, width) => {
    const playground = await open(site.url, { colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" });
    const { page } = playground;
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
    await page.locator(".graph").scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator(".disc").count()).toBeGreaterThan(5);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe: judge } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      interface Violation {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }
      const found = await judge.run();
      return found.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map((n) => `${n.html} ${n.failureSummary}`)
            .slice(0, 3)
            .join(" | ")}`,
      );
    });
    expect(violations).toEqual([]);
  });
});

/** How long the page's own thread was at work on each of its tasks, in milliseconds of its processor: a busy machine makes none longer. */
function tasksOf(trace: Buffer): readonly number[] {
  interface Event {
    readonly name: string;
    readonly pid: number;
    readonly tid: number;
    readonly tdur?: number;
    readonly args?: { readonly name?: string };
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly Event[] };
  const threads = traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const isMain = ({ pid, tid }: Event) => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  return traceEvents
    .filter((event) => event.name.endsWith("RunTask") && event.tdur !== undefined && isMain(event))
    .map(({ tdur }) => tdur! / 1000);
}

const playgroundPixels = (page: Playground["page"], picture: string): Promise<string> =>
  page
    .locator(`.stage canvas[aria-label="${picture}"]`)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
