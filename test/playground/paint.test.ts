import { describe, expect, it } from "vitest";
import { painted, stroke } from "../../examples/playground/paint/brush.js";
import {
  allBackground,
  blurred,
  noisy,
  perfect,
  shifted,
  thicker,
  thinner,
} from "../../examples/playground/paint/effects.js";
import { History } from "../../examples/playground/paint/history.js";
import {
  emptyScene,
  type PaintedScene,
  probabilitiesOf,
  probabilityAt,
  withClasses,
} from "../../examples/playground/paint/scene.js";

const drawn = (rows: string, classes = 2): PaintedScene => {
  const lines = rows.trim().split(/\s+/);
  const labels = Uint8Array.from(lines.join(""), (c) => Number(c) || 0);
  return {
    ...emptyScene(lines[0]!.length, lines.length, classes),
    labels,
    probabilities: probabilitiesOf({ labels, classes }),
  };
};
/** What the prediction holds for the likeliest. */
const told = (scene: PaintedScene): string => {
  const rows = Array.from({ length: scene.height }, (_, y) =>
    Array.from({ length: scene.width }, (_, x) => {
      const shares = Array.from({ length: scene.classes }, (_, c) => probabilityAt(scene, y * scene.width + x, c));
      const best = shares.indexOf(Math.max(...shares));
      return best === 0 ? "." : best;
    }).join(""),
  );
  return rows.join(" ");
};

describe("a brush", () => {
  it.each([
    [1, "..... ..... ..1.. ..... ....."],
    [2, "..... ..... ..11. ..11. ....."],
    [3, "..... .111. .111. .111. .....".replaceAll("1.1", "111")],
  ])("of size %d paints what lies under it", (size, rows) => {
    const scene = emptyScene(5, 5);
    const at = { x: 2, y: 2 };
    const done = painted(scene, "target", stroke(scene, at, at, size), { label: 1, size, certainty: 1 });
    expect(told({ ...done, probabilities: probabilitiesOf(done) })).toBe(rows);
    expect(scene.labels.every((label) => label === 0)).toBe(true);
  });

  it("leaves no gap where it moves fast, and nothing outside", () => {
    const scene = emptyScene(8, 3);
    const met = stroke(scene, { x: -4, y: 1 }, { x: 20, y: 1 }, 1);
    expect(met.toSorted((a, b) => a - b)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it("paints a prediction as surely as it is told, in one class at a time", () => {
    const scene = drawn("00 00", 3);
    const once = painted(scene, "prediction", [0], { label: 1, size: 1, certainty: 0.8 });
    const twice = painted(once, "prediction", [0], { label: 2, size: 1, certainty: 0.8 });
    expect(probabilityAt(twice, 0, 2)).toBeCloseTo(0.8, 2);
    expect(probabilityAt(twice, 0, 0) + probabilityAt(twice, 0, 1)).toBeCloseTo(0.2, 2);
    expect(twice.labels).toEqual(scene.labels);
  });
});

describe("what is done to a prediction", () => {
  const cross = drawn("..... ..1.. .111. ..1.. .....");
  it("grows it, thins it and moves it", () => {
    expect(told(thicker(cross))).toBe("..1.. .111. 11111 .111. ..1..");
    expect(told(thinner(cross))).toBe("..... ..... ..1.. ..... .....");
    expect(told(shifted(1, -1)(cross))).toBe("...1. ..111 ...1. ..... .....");
    expect(told(shifted(3, 0)(cross))).toBe("..... ..... ....1 ..... .....");
    expect(told(allBackground(cross))).toBe("..... ..... ..... ..... .....");
    expect(told(perfect(allBackground(cross)))).toBe(told(cross));
  });

  it("blurs without adding anything", () => {
    const spot = { ...emptyScene(5, 5), probabilities: new Uint8Array(25) };
    spot.probabilities[12] = 160;
    const { probabilities } = blurred(spot);
    expect([...probabilities].reduce((a, b) => a + b)).toBe(160);
    expect(probabilities[12]).toBe(40);
    expect(probabilities[11]).toBe(20);
    expect(probabilities[6]).toBe(10);
  });

  it("gives no pixel away more than once, whatever the noise, and the same for the same seed", () => {
    const scene = drawn("0123 3210 1230 0132", 4);
    for (let seed = 0; seed < 40; seed++) {
      const { probabilities } = noisy(2, seed)(thicker(scene));
      expect(noisy(2, seed)(thicker(scene)).probabilities).toEqual(probabilities);
      for (let i = 0; i < probabilities.length; i += 3)
        expect(probabilities[i]! + probabilities[i + 1]! + probabilities[i + 2]!).toBeLessThanOrEqual(255);
    }
    expect(noisy(1, 1)(scene).probabilities).not.toEqual(noisy(1, 2)(scene).probabilities);
  });

  it("keeps what it can when classes go", () => {
    const scene = drawn("0123", 4);
    const fewer = withClasses(scene, 3);
    expect([...fewer.labels]).toEqual([0, 1, 2, 2]);
    expect(told(fewer)).toBe(".122");
    expect(told(withClasses(fewer, 4))).toBe(".122");
  });
});

describe("a history", () => {
  it("goes back and forth, and a new step ends what was taken back", () => {
    const [a, b, c] = [1, 2, 3].map((n) => emptyScene(n, 1)) as [PaintedScene, PaintedScene, PaintedScene];
    const past = new History();
    expect(past.undo(a)).toBeUndefined();
    past.keep(a);
    past.keep(b);
    expect(past.undo(c)).toBe(b);
    expect(past.undo(b)).toBe(a);
    expect(past.redo(a)).toBe(b);
    expect([past.canUndo, past.canRedo]).toEqual([true, true]);
    past.keep(b);
    expect(past.canRedo).toBe(false);
  });
});
