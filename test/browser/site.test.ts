import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stdlib } from "../../stdlib/index.js";
import { build } from "../built.js";
import { systemChromium } from "./chromium.js";
import { expectLikeness } from "./likeness.js";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "losslang-site-"));
const pages = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({ file, html: readFileSync(join(folder, file), "utf8") }));

beforeAll(() => {
  build();
  execFileSync("node", [join(root, "dist/src/site/write.js"), folder], { cwd: root, stdio: "pipe" });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the documentation site, as it lies on the disk", () => {
  it("has a page and a picture for each loss", () => {
    for (const { name, formula } of stdlib) {
      const html = readFileSync(join(folder, `losses/${name}.html`), "utf8");
      expect(html.match(/class="katex-display"/g)?.length ?? 0, name).toBe(formula.split(/,\s*\\quad\s*/).length);
      expect(html).toContain('<figure class="picture">');
      expect(existsSync(join(folder, `pictures/${name}.svg`))).toBe(true);
    }
  });

  it("has no link that leads nowhere", () => {
    const all = new Map(pages().map(({ file, html }) => [file, html]));
    const broken: string[] = [];
    for (const [file, html] of all)
      for (const [, link] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
        if (/^(https?:|data:|mailto:)/.test(link!)) continue;
        const [path, anchor] = link!.split("#");
        const at = path ? relative(folder, resolve(folder, file, "..", path)) : file;
        const exists = all.has(at) || existsSync(join(folder, at));
        const isThere = !anchor || all.get(at)?.includes(`id="${anchor}"`);
        if (!exists || !isThere) broken.push(`${file}: ${link}`);
      }
    expect(broken).toEqual([]);
    expect(all.size).toBeGreaterThan(stdlib.length + 15);
  });

  it("asks nothing of other hosts", () => {
    for (const { file, html } of pages()) expect(html, file).not.toMatch(/(?:src|<link[^>]*href)="https?:/);
  });
});

describe.skipIf(!systemChromium)("the documentation site, in Chromium", () => {
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: systemChromium!, args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  async function opened(path: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(join(folder, path)).href);
    return page;
  }

  it("finds a loss by what it does, with the keyboard alone", async () => {
    const page = await opened("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("hausd");
    await page.locator("#found li").first().waitFor();
    const first = await page.locator("#found li b").first().textContent();
    expect(first).toMatch(/^hd_/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/losses\/hd_/);
    expect(await page.locator("h1").textContent()).toBe(first);
    await page.close();
  });

  it("finds a diagnostic by its code, and says when nothing is found", async () => {
    const page = await opened("guides/start.html");
    await page.locator("#search").fill("L310");
    expect(await page.locator("#found li").first().textContent()).toMatch(/Diagnostics/);
    await page.locator("#search").fill("zzzzqqq");
    expect(await page.locator("#found").textContent()).toContain("Nothing is called");
    await page.keyboard.press("Escape");
    expect(await page.locator("#found").isHidden()).toBe(true);
    await page.close();
  });

  it("is light or dark as the reader likes, and remembers it", async () => {
    const page = await opened("losses/dice.html", { colorScheme: "dark" });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.locator("#theme").click();
    const light = await paper();
    expect([dark, light]).toEqual(["rgb(18, 20, 26)", "rgb(255, 255, 255)"]);
    await page.reload();
    expect(await paper()).toBe(light);
    await page.close();
  });

  it.each(["index.html", "losses/tversky.html", "guides/coming-from.html", "diagnostics.html"])(
    "%s fits a phone and is fit for all to read",
    async (path) => {
      const page = await opened(path, { viewport: { width: 390, height: 800 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
      const found = await page.evaluate(async () => {
        // @ts-expect-error The script leaves it here.
        const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa"], preload: false });
        return violations.map((v: { id: string; nodes: { html: string }[] }) => `${v.id}: ${v.nodes[0]!.html}`);
      });
      expect(found).toEqual([]);
      await page.close();
    },
    60_000,
  );

  it.each([
    ["dice", "light"],
    ["hd_dt", "dark"],
    ["contour_mask", "light"],
    ["betti", "dark"],
  ] as const)("draws %s as it did, on a %s page", async (name, colorScheme) => {
    const page = await opened(`losses/${name}.html`, { viewport: { width: 1400, height: 900 }, colorScheme });
    expectLikeness(await page.locator("figure.picture > svg").screenshot(), `${name}-${colorScheme}`, 8);
    await page.close();
  });

  it("complains of nothing", () => expect(complaints).toEqual([]));
});
