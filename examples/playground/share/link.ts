import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { type ChosenBackend, orderedBackends } from "../compute/messages.js";
import { mostClasses, type PaintedScene } from "../paint/scene.js";
import type { State } from "../shell/state.js";

/** What the hash of an address holds: `#v1.` and the packed state, in the letters of base64 for addresses. */
const mark = "v1.";
/** Nobody paints more, and whoever sends a longer one means no good. */
const mostLetters = 400_000;
const mostSide = 256;
/** As long as the longest text and the largest picture: a hash that unpacks to more is cut off there, and fits nothing. */
const mostBytes = 2 ** 20 + mostSide * mostSide * mostClasses;

interface Packed {
  readonly s: string;
  readonly t: number;
  readonly b: ChosenBackend;
  /** The name of a preset, or width, height and classes of what was painted; its pixels follow the text. */
  readonly p: string | readonly [number, number, number];
}

export function hashOf({ source, scene, preset, time, backend }: State): string {
  const head: Packed = {
    s: source,
    t: Number(time.toPrecision(6)),
    b: backend,
    p: preset ?? [scene.width, scene.height, scene.classes],
  };
  const text = strToU8(JSON.stringify(head));
  const pixels = preset ? [] : [scene.labels, scene.probabilities];
  const bytes = new Uint8Array(4 + text.length + pixels.reduce((sum, { length }) => sum + length, 0));
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const part of pixels) {
    bytes.set(part, at);
    at += part.length;
  }
  return mark + lettersOf(deflateSync(bytes, { level: 9 }));
}

/** What a hash says; `undefined` for one that is none of ours, or damaged. */
export function stateIn(hash: string, presets: (name: string) => PaintedScene | undefined): State | undefined {
  const letters = hash.replace(/^#/, "");
  if (!letters.startsWith(mark) || letters.length > mostLetters) return undefined;
  try {
    const bytes = inflateSync(bytesOf(letters.slice(mark.length)), { out: new Uint8Array(mostBytes) });
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const head: unknown = JSON.parse(strFromU8(bytes.subarray(4, 4 + length)));
    if (!isPacked(head)) return undefined;
    const scene = typeof head.p === "string" ? presets(head.p) : sceneIn(head.p, bytes.slice(4 + length));
    if (!scene) return undefined;
    const preset = typeof head.p === "string" ? head.p : undefined;
    return { source: head.s, time: head.t, backend: head.b, scene, preset };
  } catch {
    return undefined;
  }
}

function sceneIn(
  [width, height, classes]: readonly [number, number, number],
  pixels: Uint8Array,
): PaintedScene | undefined {
  const size = width * height;
  if (pixels.length !== size * classes) return undefined;
  const labels = pixels.slice(0, size);
  return labels.some((label) => label >= classes)
    ? undefined
    : { width, height, classes, labels, probabilities: pixels.slice(size) };
}

function isPacked(x: unknown): x is Packed {
  if (typeof x !== "object" || x === null) return false;
  const { s, t, b, p } = x as Record<string, unknown>;
  const counts = (n: unknown, least: number, most: number) =>
    typeof n === "number" && Number.isInteger(n) && n >= least && n <= most;
  const isSize =
    Array.isArray(p) &&
    p.length === 3 &&
    counts(p[0], 1, mostSide) &&
    counts(p[1], 1, mostSide) &&
    counts(p[2], 2, mostClasses);
  return (
    typeof s === "string" &&
    typeof t === "number" &&
    Number.isFinite(t) &&
    t >= 0 &&
    orderedBackends.some((backend) => backend === b) &&
    (typeof p === "string" || isSize)
  );
}

function lettersOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const bytesOf = (letters: string): Uint8Array =>
  Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
