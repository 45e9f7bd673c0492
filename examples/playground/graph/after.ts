import type { DrawnPass, Explained } from "../compute/messages.js";
import { formatBytes, formatCount } from "../maps/format.js";
import { h, svg } from "../shell/element.js";

/** The passes over memory that take the place of the operations: which waits for which, what each moves, and what it does. */
export function afterFusion({ passes, fused }: Explained): HTMLElement[] {
  if (!fused)
    return [
      h(
        "p.empty",
        {},
        "This backend runs operations one by one: nothing is fused. Choose wasm or webgpu to see passes.",
      ),
    ];
  if (!passes.length) return [h("p.empty", {}, "Nothing is computed in a step.")];
  return [
    h("div.scroll", { tabindex: 0, role: "region", "aria-label": "Dependencies between passes" }, arcs(passes)),
    h(
      "details",
      {},
      h("summary", {}, "What each pass does"),
      h("ol.passes", {}, ...passes.map((pass, i) => h("li", {}, cardOf(pass, i)))),
    ),
  ];
}

const [radius, bar] = [13, 64];

/** Passes in a row, an arc to each from those whose results it reads, below each a bar as long as what it moves. */
function arcs(passes: readonly DrawnPass[]): SVGElement {
  const step = Math.max(48, Math.min(120, 1240 / passes.length));
  const span = Math.max(1, ...passes.flatMap(({ after }, to) => after.map((from) => to - from)));
  const rise = (length: number) => 26 + 84 * Math.sqrt((length - 1) / Math.max(1, span - 1));
  const [top, width] = [
    radius + 14 + (passes.some(({ after }) => after.length) ? rise(span) * 0.75 : 0),
    step * passes.length,
  ];
  const x = (i: number) => step * (i + 0.5);
  const most = Math.max(1, ...passes.map(({ bytes: moved }) => moved));
  const lines = passes.flatMap(({ after }, to) =>
    after.map((from) => {
      const up = top - radius - rise(to - from);
      const path = svg("path", {
        class: "arc",
        d: `M${x(from)} ${top - radius}C${x(from)} ${up} ${x(to)} ${up} ${x(to)} ${top - radius - 3}`,
      });
      path.style.setProperty("--colour", colourOf(from));
      return path;
    }),
  );
  const discs = passes.map((pass, i) => {
    const group = svg(
      "g",
      { class: `disc ${pass.kind}`, transform: `translate(${x(i)} ${top})` },
      svg("title", {}, saidOf(pass, i)),
    );
    group.style.setProperty("--colour", colourOf(i));
    const length = (bar * pass.bytes) / most;
    group.append(
      svg("circle", { r: radius }),
      svg("text", { class: "number", y: 4 }, String(i + 1)),
      svg("rect", {
        class: "bar",
        x: -9,
        y: radius + 6,
        width: 18,
        height: Math.max(pass.bytes ? 2 : 0, length),
        rx: 3,
      }),
      svg("text", { class: "amount", y: radius + 19 + length }, pass.bytes ? formatBytes(pass.bytes) : ""),
    );
    return group;
  });
  const height = top + radius + bar + 28;
  return svg(
    "svg",
    {
      class: "arcs",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `${passes.length} passes; the list below it says what each does and waits for`,
    },
    ...lines,
    ...discs,
  );
}

const colourOf = (pass: number): string => `var(--c${pass % 8})`;
const kinds = { pixels: "loop over pixels", table: "numbers per image", external: "by itself" } as const;
const nameOf = ({ kind, operations }: DrawnPass): string =>
  kind === "external" ? (operations[0]?.[0] ?? "") : kinds[kind];
const saidOf = (pass: DrawnPass, i: number): string => `${i + 1} ${nameOf(pass)}\n${listed(pass.operations, 99)}`;

const listed = (operations: DrawnPass["operations"], most: number): string =>
  operations
    .slice(0, most)
    .map(([op, n]) => (n > 1 ? `${op}×${n}` : op))
    .join(" ") + (operations.length > most ? ` +${operations.length - most}` : "");

function cardOf(pass: DrawnPass, i: number): HTMLElement {
  const { kind, operations, reads, stores, sums, bytes: moved, flops, why, after } = pass;
  const traffic = [reads && `reads ${reads}`, stores && `writes ${stores}`, sums && `sums ${sums}`].filter(Boolean);
  const costs = [moved && formatBytes(moved), flops && `${formatCount(flops)} op`].filter(Boolean);
  const card = h(
    `div.pass.${kind}`,
    { title: saidOf(pass, i) },
    h("strong", {}, h("b", {}, String(i + 1)), nameOf(pass)),
    h("span.ops", {}, kind === "external" ? (why ?? "") : listed(operations, 8)),
    h("span.meta", {}, [...traffic, ...costs].join(" · ")),
    h("span.meta", {}, after.length ? `after ${after.map((n) => n + 1).join(", ")}` : "depends on no other"),
  );
  card.style.setProperty("--colour", colourOf(i));
  return card;
}
