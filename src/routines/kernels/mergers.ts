import { type Assembler, define } from "../../wasm/encode/assembler.js";
import { type Local, not, select } from "../../wasm/encode/value.js";
import { areas, kernels, roomFor } from "./memory.js";
import { find } from "./union-find.js";

/** Beyond this many cells the memory would not do. */
const MOST_CELLS = 1 << 25;
const WORD = 4;
/** Bytes of a node: its parent, by its distance from the first cell in bytes, and its place. */
const NODE = 8;
/** How many choices of three axes there are. */
const CHOICES = 8;
/** The place of what was there before all. */
const FIRST = -0x8000_0000;

interface Kernels {
  /** Makes a set of each cell of a sequence; the place of each is its index, counted from 0 in steps of 1 or −1. */
  readonly plant: (cells: number, count: number, forest: number, step: number) => void;
  /**
   * Joins the nodes at both sides of each link in turn; where that unites two sets, the one with the later place ends.
   *
   * @param links the address of the first link, and the bytes to the next.
   * @param strides for each choice of axes that a link can span the bytes from it to the nodes at its sides.
   * @returns how many sets ended, by the cells that were eldest in them and the links.
   */
  readonly merge: (
    links: number,
    advance: number,
    count: number,
    spans: number,
    strides: number,
    forest: number,
    joined: number,
    by: number,
  ) => number;
}

const mergerKernels = kernels<Kernels>((builder) => {
  const planting = { cells: "i32", count: "i32", forest: "i32", step: "i32" } as const;
  define(builder, "plant", planting, (a, { cells, count, forest, step }) => {
    const place = a.int(0);
    a.for(0, count, (i) => {
      const node = a.let(a.elements("i32", cells).get(i).shl(Math.log2(NODE)));
      a.elements("i32", node.add(forest)).set(0, node);
      a.elements("i32", node.add(forest)).set(1, place);
      place.increase(step);
    });
    return 0;
  });
  const merging = {
    links: "i32",
    advance: "i32",
    count: "i32",
    spans: "i32",
    strides: "i32",
    forest: "i32",
    joined: "i32",
    by: "i32",
  } as const;
  define(builder, "merge", merging, (a, p) => {
    const ended = a.int(0);
    const at = a.let(p.links);
    a.for(0, p.count, () => {
      const link = a.let(a.elements("i32", at).get(0));
      at.increase(p.advance);
      const { younger, same } = joinSides(a, p, link);
      a.elements("i32", p.joined).set(ended, younger.shrU(Math.log2(NODE)));
      a.elements("i32", p.by).set(ended, link);
      ended.increase(not(same));
    });
    return ended;
  });
});

/** Writes what unites the nodes at the sides of a link; without a branch, for no processor can predict which are one already. */
function joinSides(a: Assembler, p: { readonly [K in "spans" | "strides" | "forest"]: Local }, link: Local) {
  const stride = a.let(a.elements("i32", p.strides).get(a.elements("u8", p.spans).get(link)));
  const [parents, places] = [a.elements("atByte", p.forest), a.elements("atByte", p.forest.add(WORD))];
  const middle = a.let(link.shl(Math.log2(NODE)));
  const [before, behind] = [find(a, parents, middle.sub(stride)), find(a, parents, middle.add(stride))];
  const isElder = a.let(places.get(behind).lt(places.get(before)));
  const younger = a.let(select(isElder, before, behind));
  parents.set(younger, select(isElder, behind, before));
  return { younger, same: before.eq(behind) };
}

/** Links between nodes of a grid, each of which lies in the middle of two. */
export interface Links {
  /** Cells of the grid, the first of which is the outside, where there is one. */
  readonly cells: number;
  /** The nodes, the eldest first, unless `backwards`: then the youngest, and the outside is older than all. */
  readonly nodes: Int32Array;
  /** The links in the sequence in which they join nodes, or the other way round if `backwards`. */
  readonly links: Int32Array;
  readonly backwards: boolean;
  /** Which axes each cell spans, one bit each. */
  readonly spans: Int8Array;
  /** For each choice of axes that a link can span, what to add to reach the node beside it. */
  readonly strides: ArrayLike<number>;
}

/** The nodes whose sets ended, and the links that ended them; undefined where kernels cannot run. */
export function mergersByKernels(
  graph: Links,
): { joined: Int32Array<ArrayBuffer>; by: Int32Array<ArrayBuffer> } | undefined {
  const { cells, nodes, links, backwards, spans, strides } = graph;
  const found = cells > MOST_CELLS ? undefined : mergerKernels();
  if (found === undefined) return undefined;
  const at = areas({
    forest: NODE * cells,
    nodes: WORD * nodes.length,
    links: WORD * links.length,
    spans: cells,
    strides: WORD * CHOICES,
    joined: WORD * (links.length + 1),
    by: WORD * (links.length + 1),
  });
  const room = roomFor(at.end);
  if (room === undefined) return undefined;
  const { words, bytes } = room;
  // What is no node hangs on the first cell, the outside.
  bytes.fill(0, at.forest, at.forest + NODE * cells);
  words[at.forest / WORD + 1] = FIRST;
  words.set(nodes, at.nodes / WORD);
  words.set(links, at.links / WORD);
  bytes.set(spans, at.spans);
  for (let choice = 0; choice < CHOICES; choice++) words[at.strides / WORD + choice] = NODE * (strides[choice] ?? 0);
  found.plant(at.nodes, nodes.length, at.forest, backwards ? -1 : 1);
  const [first, advance] = backwards ? [at.links + WORD * (links.length - 1), -WORD] : [at.links, WORD];
  const ended = found.merge(first, advance, links.length, at.spans, at.strides, at.forest, at.joined, at.by);
  const listed = (start: number) => words.slice(start / WORD, start / WORD + ended);
  return { joined: listed(at.joined), by: listed(at.by) };
}
