import { h, svg } from "../shell/element.js";

/** A picture of pixels: a canvas, lines over it and a place that is pointed at. */
export interface PictureView {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Draws the outline over the pixels. */
  outline(path: string, width: number, height: number): void;
  /** Marks a pixel, or none. */
  point(pixel: { readonly x: number; readonly y: number; readonly size?: number } | undefined): void;
}

export function pictureView(label: string, interactive = false): PictureView {
  const canvas = h("canvas", { role: "img", "aria-label": label });
  const edge = svg("path", { class: "edge", "vector-effect": "non-scaling-stroke" });
  const halo = svg("path", { class: "halo", "vector-effect": "non-scaling-stroke" });
  const mark = svg("rect", { class: "mark", "vector-effect": "non-scaling-stroke", visibility: "hidden" });
  const lines = svg("svg", { class: "lines", "aria-hidden": "true", preserveAspectRatio: "none" }, halo, edge, mark);
  const root = h(interactive ? "div.picture.interactive" : "div.picture", {}, canvas, lines);
  return {
    root,
    canvas,
    outline(path, width, height) {
      lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
      root.style.setProperty("--ratio", String(width / height));
      edge.setAttribute("d", path);
      halo.setAttribute("d", path);
    },
    point(pixel) {
      mark.setAttribute("visibility", pixel ? "visible" : "hidden");
      if (!pixel) return;
      const size = pixel.size ?? 1;
      const off = Math.floor((size - 1) / 2);
      const place = { x: pixel.x - off, y: pixel.y - off, width: size, height: size };
      for (const [name, value] of Object.entries(place)) mark.setAttribute(name, String(value));
    },
  };
}

/** The pixel under a pointer. */
export function pixelAt(
  view: PictureView,
  event: PointerEvent | MouseEvent,
): { readonly x: number; readonly y: number } {
  const box = view.canvas.getBoundingClientRect();
  const place = (part: number, length: number) => Math.max(0, Math.min(length - 1, Math.floor(part * length)));
  return {
    x: place((event.clientX - box.left) / box.width, view.canvas.width),
    y: place((event.clientY - box.top) / box.height, view.canvas.height),
  };
}
