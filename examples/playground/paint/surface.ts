import { type PictureView, pixelAt } from "../maps/picture-view.js";
import { type Brush, type Pixel, painted, stroke } from "./brush.js";
import type { Layer, PaintedScene } from "./scene.js";

export interface SurfaceEvents {
  /** A stroke begins: what is there now can be brought back. */
  begin(): void;
  paint(scene: PaintedScene): void;
  /** What the pointer, or the cursor, is over. */
  point(pixel: Pixel | undefined): void;
}

/** Lets a picture be painted on, with a pointer or from the keyboard. */
export function surface(
  view: PictureView,
  layer: Layer,
  scene: () => PaintedScene,
  brush: () => Brush,
  events: SurfaceEvents,
): void {
  const { canvas } = view;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "canvas to paint on; arrows move, space paints");
  let last: Pixel | undefined;
  let cursor: Pixel = { x: scene().width >> 1, y: scene().height >> 1 };

  const paint = (from: Pixel, to: Pixel) => {
    const now = scene();
    events.paint(painted(now, layer, stroke(now, from, to, brush().size), brush()));
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    last = pixelAt(view, event);
    cursor = last;
    events.begin();
    paint(last, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    const pixel = pixelAt(view, event);
    events.point(pixel);
    if (!last || !canvas.hasPointerCapture(event.pointerId)) return;
    if (pixel.x === last.x && pixel.y === last.y) return;
    paint(last, pixel);
    last = pixel;
  });
  for (const name of ["pointerup", "pointercancel"] as const) canvas.addEventListener(name, () => (last = undefined));
  canvas.addEventListener("pointerleave", () => events.point(undefined));
  canvas.addEventListener("focus", () => events.point(cursor));
  canvas.addEventListener("blur", () => events.point(undefined));
  canvas.addEventListener("keydown", (event) => {
    const { width, height } = scene();
    const by = event.shiftKey ? 5 : 1;
    const [dx, dy] = arrows[event.key] ?? [0, 0];
    if (event.key === " " || event.key === "Enter") {
      events.begin();
      paint(cursor, cursor);
    } else if (dx || dy) {
      const clamp = (at: number, length: number) => Math.max(0, Math.min(length - 1, at));
      cursor = { x: clamp(cursor.x + dx * by, width), y: clamp(cursor.y + dy * by, height) };
      events.point(cursor);
    } else return;
    event.preventDefault();
  });
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
