import type { DrawnNode, Explained } from "../compute/messages.js";
import { h, svg } from "../shell/element.js";
import { inputLabel } from "./input-label.js";
import { layered } from "./layers.js";

/** Between the columns, and from row to row. */
const [gap, down] = [17, 24];

/** What stands in a node: operations by a sign, inputs and routines by their names. */
const textOf = ({ kind, op, sign, root }: DrawnNode): string => {
  const text = kind === "input" ? inputLabel(op) : kind === "routine" ? op : sign;
  return root ? `${text} ${root}` : text;
};

const isWord = ({ kind, root }: DrawnNode, text: string): boolean =>
  root !== undefined || ((kind === "input" || kind === "routine") && text.length > 2);

const halfOf = (node: DrawnNode): number => {
  const text = textOf(node);
  return isWord(node, text) ? text.length * 3 + 8 : 9;
};

/** Every operation of a step, inputs at the left, the total and the gradient at the right, coloured by the pass that computes it. */
export function beforeFusion({ graph: { nodes, edges } }: Explained): HTMLElement {
  const { at, layers, slots } = layered(nodes.length, edges);
  const halves = Array.from({ length: layers }, () => 9);
  nodes.forEach((node, i) => {
    const { layer } = at[i]!;
    halves[layer] = Math.max(halves[layer]!, halfOf(node));
  });
  let edge = 14;
  const columns = halves.map((half) => {
    const middle = edge + half;
    edge = middle + half + gap;
    return middle;
  });
  const [width, height] = [edge - gap + 30, Math.max(3, slots) * down + 30];
  const place = (node: number) => ({ x: columns[at[node]!.layer]!, y: height / 2 + at[node]!.slot * down });
  const curve = ([from, to]: readonly [number, number]) => {
    const [a, b] = [place(from), place(to)];
    const bend = Math.max(12, (b.x - a.x) / 2);
    return `M${a.x} ${a.y}C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`;
  };
  // What is used far away would cover what is near.
  const isFar = ([from, to]: readonly [number, number]) => at[to]!.layer - at[from]!.layer > 5;
  const drawing = svg(
    "svg",
    {
      ...{ class: "operations", width, height, viewBox: `0 0 ${width} ${height}` },
      ...{ role: "img", "aria-label": described(nodes, edges.length), style: `max-width: ${1.4 * width}px` },
    },
    svg("path", { class: "edges far", d: edges.filter(isFar).map(curve).join("") }),
    svg("path", {
      class: "edges",
      d: edges
        .filter((one) => !isFar(one))
        .map(curve)
        .join(""),
    }),
  );
  inSlices(nodes.length, (i) => drawing.append(drawn(nodes[i]!, place(i))), drawing);
  return h("div.scroll", { tabindex: 0, role: "region", "aria-label": "Graph of operations" }, drawing);
}

/** Nodes drawn between two frames. */
const slice = 60;

/** Does something for each of many, a few a frame, as long as the drawing is still on the page. */
function inSlices(count: number, act: (i: number) => void, drawing: Element, from = 0): void {
  const end = Math.min(count, from + slice);
  for (let i = from; i < end; i++) act(i);
  if (end < count)
    requestAnimationFrame(() => {
      if (drawing.isConnected) inSlices(count, act, drawing, end);
    });
}

const described = (nodes: readonly DrawnNode[], edges: number): string =>
  `${nodes.length} values, ${edges} connections: from the prediction and the target at the left to the total, the terms and the gradient at the right`;

function drawn(node: DrawnNode, { x, y }: { readonly x: number; readonly y: number }): SVGElement {
  const where = node.pass === undefined ? (node.cached ? "once per target" : "") : `in pass ${node.pass + 1}`;
  const name = node.kind === "input" ? inputLabel(node.op) : node.op;
  const group = svg(
    "g",
    {
      class: `node ${node.kind}${node.root ? " root" : ""}${node.cached ? " cached" : ""}`,
      transform: `translate(${x} ${y})`,
    },
    svg("title", {}, [name, node.axes, node.root && `the ${node.root}`, where].filter(Boolean).join("\n")),
  );
  if (node.pass !== undefined) group.style.setProperty("--colour", `var(--c${node.pass % 8})`);
  const [text, half] = [textOf(node), halfOf(node)];
  group.append(
    svg("rect", { x: -half, y: -9, width: 2 * half, height: 18, rx: 9 }),
    svg("text", { y: 3.2, class: text.length > 3 && !isWord(node, text) ? "small" : "" }, text),
  );
  return group;
}
