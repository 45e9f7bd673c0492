import type { Explained, GraphNode } from "../compute/messages.js";
import { h, svg } from "../shell/element.js";
import { layered } from "./layers.js";
import { nameOf, signOf } from "./signs.js";

const [across, down] = [34, 22];

/** Every operation of a step, inputs at the left, the total and the gradient at the right, coloured by the pass that computes it. */
export function beforeFusion({ graph: { nodes, edges } }: Explained): HTMLElement {
  const { at, layers, slots } = layered(nodes.length, edges);
  const [width, height] = [layers * across + 150, Math.max(4, slots) * down + 24];
  const place = (node: number) => ({ x: 66 + at[node]!.layer * across, y: height / 2 + at[node]!.slot * down });
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
      class: "operations",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": described(nodes, edges.length),
    },
    svg("path", { class: "edges far", d: edges.filter(isFar).map(curve).join("") }),
    svg("path", {
      class: "edges",
      d: edges
        .filter((edge) => !isFar(edge))
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

const described = (nodes: readonly GraphNode[], edges: number): string =>
  `${nodes.length} values, ${edges} connections: from the prediction and the target at the left to the total, the terms and the gradient at the right`;

const roots = { total: "total", term: "term", gradient: "gradient" } as const;

function drawn(node: GraphNode, { x, y }: { x: number; y: number }): SVGElement {
  const name = node.kind === "input" ? nameOf(node.op) : node.op;
  const where = node.pass === undefined ? (node.cached ? "once per target" : "") : `in pass ${node.pass + 1}`;
  const group = svg(
    "g",
    {
      class: `node ${node.kind}${node.root ? " root" : ""}${node.cached ? " cached" : ""}`,
      transform: `translate(${x} ${y})`,
    },
    svg("title", {}, [name, node.axes, node.root && `the ${roots[node.root]}`, where].filter(Boolean).join("\n")),
  );
  if (node.pass !== undefined) group.style.setProperty("--colour", `var(--c${node.pass % 8})`);
  const word = node.kind === "input" || node.kind === "routine";
  const text = word ? name : signOf(node.op);
  const wide = word && text.length > 2;
  const half = wide ? text.length * 3.3 + 7 : 9;
  const left = node.kind === "input" && wide ? -2 * half + 9 : -half;
  group.append(
    svg("rect", { x: left, y: -9, width: 2 * half, height: 18, rx: 9 }),
    svg("text", { x: left + half, y: 3.2, class: text.length > 3 && !wide ? "small" : "" }, text),
  );
  if (node.root) group.append(svg("text", { class: "says", x: 14, y: 3.5 }, node.root));
  return group;
}
