import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";

/** The playground as a person meets it. */
export class Playground {
  readonly page: Page;
  /** What went to the console as a warning or an error, or was thrown. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  /** Opens it and waits until it shows a value. */
  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Playground> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    const playground = new Playground(page);
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector(".total")?.textContent);
    return playground;
  }

  get total(): Promise<number> {
    return this.page
      .locator(".total")
      .textContent()
      .then((text) => number(text ?? ""));
  }
  /** What a row of the timeline says: weight, value, weighted. */
  async row(label: string): Promise<readonly number[]> {
    const row = this.page.locator(`.row[data-term="${label}"] .figure`);
    return (await row.allInnerTexts()).map(number);
  }
  get text(): Promise<string> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"),
    );
  }

  /** Writes a text in place of the one that is there. The editor is focused, not clicked: a hover may lie over it. */
  async write(text: string): Promise<void> {
    await this.page.locator(".cm-content").focus();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  async choose(example: string): Promise<void> {
    await this.page.getByRole("button", { name: "Examples" }).click();
    await this.page.locator(".example", { hasText: example }).first().click();
  }

  /** Changes the backend and waits until it, or what stands in for it, has computed and been timed. */
  async computeBy(backend: "wasm" | "webgpu" | "tfjs" | "reference"): Promise<void> {
    await this.page.getByRole("radio", { name: backend }).click();
    await expect.poll(() => this.page.locator(".timing").textContent(), { timeout: 60_000 }).toMatch(/a step/);
  }

  /** Waits until the total is another than it was. */
  async moved(from: number): Promise<number> {
    await expect.poll(() => this.total).not.toBe(from);
    return this.total;
  }

  /** The pixels of a picture, as a text to compare. */
  pixels(picture: "Target" | "Prediction" | "Gradient of total"): Promise<string> {
    return this.page
      .locator(`.stage canvas[aria-label="${picture}"]`)
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }

  /** Drags over a picture, between places given as shares of its width and height. */
  async drag(target: string, places: readonly (readonly [x: number, y: number])[], steps = 8): Promise<void> {
    const box = (await this.page.locator(target).boundingBox())!;
    const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
    await this.page.mouse.move(...at(places[0]!));
    await this.page.mouse.down();
    for (const place of places.slice(1)) await this.page.mouse.move(...at(place), { steps });
    await this.page.mouse.up();
  }
}

/** A number as the page writes it: a real minus, powers of ten with raised digits. */
export function number(text: string): number {
  const plain = text.replace("−", "-").replace(/·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, power: string) => {
    return `e${[...power].map((c) => ("⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c) === 0 ? "-" : "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c) - 1)).join("")}`;
  });
  return Number(plain);
}
