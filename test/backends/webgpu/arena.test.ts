import fc from "fast-check";
import { expect, it } from "vitest";
import { Arena } from "../../../src/backends/webgpu/arena.js";

it("hands out stretches that do not overlap, and needs no more room than is in use where all are alike", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ length: fc.integer({ min: 1, max: 9 }), back: fc.nat(20) })), (requests) => {
      const arena = new Arena();
      const taken: { start: number; length: number }[] = [];
      for (const { length, back } of requests) {
        if (back < taken.length) arena.giveBack(taken.splice(back, 1)[0]!.start);
        taken.push({ start: arena.take(length), length });
        const inOrder = [...taken].sort((a, b) => a.start - b.start);
        inOrder.forEach(({ start }, i) => {
          const before = inOrder[i - 1];
          expect(start).toBeGreaterThanOrEqual(before ? before.start + before.length : 0);
        });
        const last = inOrder.at(-1)!;
        expect(arena.length).toBeGreaterThanOrEqual(last.start + last.length);
      }
    }),
  );
  const arena = new Arena();
  const starts = [5, 5, 5].map((length) => arena.take(length));
  for (const start of starts) arena.giveBack(start);
  expect([arena.take(15), arena.length]).toEqual([0, 15]);
});
