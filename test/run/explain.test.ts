import { describe, expect, it } from "vitest";
import { compile, type Explanation } from "../../src/index.js";

const explained = (source: string): Explanation =>
  compile(source, { backend: "wasm" }).explain({ epoch: 0 }, [1, 32, 32, 1]);

describe("the passes of a step", () => {
  it.each(["0.5*dice + 0.5*bce", "dice + hd_dt(alpha=2)", "betti", "cldice(iterations=3) + boundary", "lovasz_hinge"])(
    "of %s wait for earlier ones only, and none is made for nothing",
    (source) => {
      const { passes, passOf, roots } = explained(source);
      const needed = new Set([...passes!.flatMap(({ after }) => after), ...roots.map((root) => passOf!.get(root))]);
      passes!.forEach(({ after }, i) => {
        expect(after.every((earlier) => earlier >= 0 && earlier < i)).toBe(true);
        expect(needed).toContain(i);
      });
      // The second loop over pixels has something to wait for, or it were no second one.
      const loops = passes!.filter(({ kind }) => kind === "pixels");
      expect(loops.slice(1).filter(({ after }) => after.length === 0)).toEqual([]);
    },
  );

  it("of a topology loss wait for the routine, and the routine for the prediction's pass", () => {
    const { passes } = explained("betti");
    const routine = passes!.findIndex(({ operations }) => "persistence" in operations);
    expect(passes![routine]!.after.map((earlier) => passes![earlier]!.kind)).toEqual(["pixels"]);
    expect(passes!.slice(routine + 1).some(({ after }) => after.includes(routine))).toBe(true);
  });

  it("say of each value where it is computed", () => {
    const { passes, passOf } = explained("0.5*dice + 0.5*bce");
    passes!.forEach(({ operations }, i) => {
      const here = [...passOf!].filter(([, pass]) => pass === i).map(([{ op }]) => op);
      for (const op of here) expect(Object.keys(operations)).toContain(op);
    });
    expect(new Set(passOf!.values()).size).toBe(passes!.length);
  });
});
