import { deflateSync } from "fflate";
import { describe, expect, it } from "vitest";
import { orderedBackends } from "../../examples/playground/compute/messages.js";
import { emptyScene, type PaintedScene } from "../../examples/playground/paint/scene.js";
import { hashOf, stateIn } from "../../examples/playground/share/link.js";

const scene: PaintedScene = {
  ...emptyScene(5, 4, 3),
  labels: Uint8Array.from({ length: 20 }, (_, i) => i % 3),
  probabilities: Uint8Array.from({ length: 40 }, (_, i) => i * 6),
};
const state = { source: "dice // ∂ and “quotes”\n", scene, preset: undefined, time: 12.5, backend: "wasm" as const };
const presets = (name: string) => (name === "ring" ? scene : undefined);
const packed = (bytes: Uint8Array) => `#v1.${Buffer.from(deflateSync(bytes)).toString("base64url")}`;
const spoken = (head: unknown, pixels = 0) => {
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return packed(Buffer.concat([length, text, Buffer.alloc(pixels)]));
};

describe("a link", () => {
  it.each(orderedBackends)("holds all of a state, on %s", (backend) => {
    expect(stateIn(`#${hashOf({ ...state, backend })}`, presets)).toEqual({ ...state, backend });
  });

  it("names a preset instead of holding its pixels", () => {
    const hash = hashOf({ ...state, preset: "ring" });
    expect(hash.length).toBeLessThan(hashOf(state).length);
    expect(stateIn(hash, presets)).toEqual({ ...state, preset: "ring" });
    expect(stateIn(hash, () => undefined)).toBeUndefined();
  });

  it("has only letters that no mail program breaks", () => {
    expect(hashOf(state)).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
  });

  const good = { s: "dice", t: 0, b: "wasm", p: [2, 2, 2] };
  it.each([
    ["nothing", ""],
    ["another version", "#v2.AAAA"],
    ["letters that are none", "#v1.%%%"],
    ["no archive", `#v1.${"A".repeat(5000)}`],
    ["no head", packed(new Uint8Array(3))],
    ["a head that is cut off", packed(new Uint8Array([0, 0, 0, 200, 123]))],
    ["a backend nobody knows", spoken({ ...good, b: "abacus" }, 8)],
    ["a time that is none", spoken({ ...good, t: -1 }, 8)],
    ["too many classes", spoken({ ...good, p: [2, 2, 9] }, 36)],
    ["too large a picture", spoken({ ...good, p: [5000, 5000, 2] }, 8)],
    ["too few pixels", spoken(good, 7)],
    ["far too many pixels", spoken(good, 5_000_000)],
    ["more letters than anybody paints", `#v1.${"A".repeat(500_000)}`],
  ])("with %s is none of ours", (_, hash) => {
    expect(stateIn(hash, presets)).toBeUndefined();
  });

  it("with a class that is not there is none of ours", () => {
    const labels = scene.labels.slice().fill(3);
    expect(stateIn(hashOf({ ...state, scene: { ...scene, labels } }), presets)).toBeUndefined();
    expect(stateIn(spoken(good, 8), presets)).toMatchObject({ source: "dice", scene: { width: 2, classes: 2 } });
  });
});
