import { type Assembler, define } from "../../../wasm/encode/assembler.js";
import { type Local, not, select } from "../../../wasm/encode/value.js";
import { areas, kernelMemory, lazyModule } from "../../shared/kernel/memory.js";
import { emitFind } from "../../shared/kernel/union-find.js";
import type { Links, United } from "../forms.js";

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
  /** Makes a set of each cell of a list; the place of each is its index, counted from 0 in steps of 1 or −1. */
  readonly makeSets: (cells: number, count: number, forest: number, step: number) => void;
  /**
   * Unites the sets of the nodes at both sides of each link in turn; where that unites two sets, the one with the later place ends.
   *
   * @param links the address of the first link, and the bytes to the next.
   * @param across for each choice of axes that a link can span the bytes from it to the nodes at its sides.
   * @returns how many sets ended, by the cells that were eldest in them and the links.
   */
  readonly unite: (
    links: number,
    advance: number,
    count: number,
    spans: number,
    across: number,
    forest: number,
    youngers: number,
    by: number,
  ) => number;
}

const uniteKernels = lazyModule<Kernels>((builder) => {
  const setParams = { cells: "i32", count: "i32", forest: "i32", step: "i32" } as const;
  define(builder, "makeSets", setParams, (a, { cells, count, forest, step }) => {
    const place = a.int(0);
    a.for(0, count, (i) => {
      const node = a.let(a.elements("i32", cells).get(i).shl(Math.log2(NODE)));
      a.elements("i32", node.add(forest)).set(0, node);
      a.elements("i32", node.add(forest)).set(1, place);
      place.increase(step);
    });
    return 0;
  });
  const uniteParams = {
    links: "i32",
    advance: "i32",
    count: "i32",
    spans: "i32",
    across: "i32",
    forest: "i32",
    youngers: "i32",
    by: "i32",
  } as const;
  define(builder, "unite", uniteParams, (a, p) => {
    const ended = a.int(0);
    const at = a.let(p.links);
    a.for(0, p.count, () => {
      const link = a.let(a.elements("i32", at).get(0));
      at.increase(p.advance);
      const { younger, same } = uniteSides(a, p, link);
      a.elements("i32", p.youngers).set(ended, younger.shrU(Math.log2(NODE)));
      a.elements("i32", p.by).set(ended, link);
      ended.increase(not(same));
    });
    return ended;
  });
});

/** Writes what unites the nodes at the sides of a link; without a branch, for no processor can predict which are one already. */
function uniteSides(a: Assembler, p: { readonly [K in "spans" | "across" | "forest"]: Local }, link: Local) {
  const stride = a.let(a.elements("i32", p.across).get(a.elements("u8", p.spans).get(link)));
  const [parents, places] = [a.elements("atByte", p.forest), a.elements("atByte", p.forest.add(WORD))];
  const middle = a.let(link.shl(Math.log2(NODE)));
  const [before, behind] = [emitFind(a, parents, middle.sub(stride)), emitFind(a, parents, middle.add(stride))];
  const isElder = a.let(places.get(behind).lt(places.get(before)));
  const younger = a.let(select(isElder, before, behind));
  parents.set(younger, select(isElder, behind, before));
  return { younger, same: before.eq(behind) };
}

/** What links united; undefined where kernels cannot run. */
export function uniteByKernel({ cells, nodes, links, backwards, spans, across }: Links): United | undefined {
  const found = cells > MOST_CELLS ? undefined : uniteKernels();
  if (found === undefined) return undefined;
  const at = areas({
    forest: NODE * cells,
    nodes: WORD * nodes.length,
    links: WORD * links.length,
    spans: cells,
    across: WORD * CHOICES,
    youngers: WORD * (links.length + 1),
    by: WORD * (links.length + 1),
  });
  const memory = kernelMemory(at.end);
  if (memory === undefined) return undefined;
  const { words, bytes } = memory;
  // What is no node hangs on the first cell, the outside.
  bytes.fill(0, at.forest, at.forest + NODE * cells);
  words[at.forest / WORD + 1] = FIRST;
  words.set(nodes, at.nodes / WORD);
  words.set(links, at.links / WORD);
  bytes.set(spans, at.spans);
  for (let choice = 0; choice < CHOICES; choice++) words[at.across / WORD + choice] = NODE * (across[choice] ?? 0);
  found.makeSets(at.nodes, nodes.length, at.forest, backwards ? -1 : 1);
  const [first, advance] = backwards ? [at.links + WORD * (links.length - 1), -WORD] : [at.links, WORD];
  const ended = found.unite(first, advance, links.length, at.spans, at.across, at.forest, at.youngers, at.by);
  const listed = (start: number) => words.slice(start / WORD, start / WORD + ended);
  return { younger: listed(at.youngers), by: listed(at.by) };
}
