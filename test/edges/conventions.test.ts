import { describe, expect, it } from "vitest";
import { conventionsChapter } from "../../stdlib/chapters/conventions.js";
import { stdlib } from "../../stdlib/index.js";
import { all, block, empty, full, wave, worth } from "./judge.js";

/** What the first chapter says of all losses at once. */

const table = conventionsChapter.sections.flatMap((section) => section.table ?? []);
/** Columns of the table, as batches of one image of 100 pixels. */
const columns = [
  { p: all(0.01, 100), g: all(0, 100) },
  { p: all(0, 100), g: all(0, 100) },
  { p: all(1, 100), g: all(1, 100) },
].map((c) => ({ ...c, size: [10, 10] }));

it.each(table.slice(1))("the table of smoothing says of %s: %s, %s, %s", async (program, ...figures) => {
  for (const [k, figure] of figures.entries())
    expect(await worth(program!, columns[k]!)).toBeCloseTo(Number(figure), 6);
});

describe("background", () => {
  const groups = {
    distribution: true,
    region: true,
    boundary: false,
    contour: false,
    topology: false,
    annotation: true,
  };
  const exceptions = ["blob", "boundary_dou"];

  it.each(stdlib.filter((loss) => "background" in loss.params.shape).map((loss) => [loss.name, loss] as const))(
    "is kept or left out by %s as its family does",
    (name, { group, params }) => {
      const { background } = params.parse({}) as { background: boolean };
      expect(background).toBe(exceptions.includes(name) ? !groups[group] : groups[group]);
    },
  );
});

describe("pixels that do not count", () => {
  const oneTensor = stdlib.filter(({ inputs }) =>
    Object.values(inputs).every((request) => typeof request === "string"),
  );

  it.each(oneTensor.map((loss) => [loss.name, loss] as const))(
    "leave nothing of %s where none counts",
    async (name, { channels }) => {
      const x = channels === "space" ? wave(72) : wave();
      const c = { x, g: block, roi: empty, channels: channels === "space" ? 2 : 1 };
      expect(await worth(name, c)).toBe(0);
    },
  );
});

describe("targets", () => {
  it("of equal shares are perfect only with the form for soft labels", async () => {
    const c = { p: all(0.5), g: all(0.5) };
    expect(await worth("dice", c)).toBeCloseTo(0.5, 5);
    expect(await worth("dice(soft_labels=true)", c)).toBeCloseTo(0, 9);
  });

  it("that are one channel and no mask are refused, and so are probabilities that are logits", async () => {
    await expect(worth("dice", { p: all(2), g: full })).rejects.toThrow("not a probability");
    await expect(worth("dice", { p: full, g: all(2) })).rejects.toThrow("from 0 to 1");
  });
});
