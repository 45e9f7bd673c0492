import type { PaintedScene } from "../paint/scene.js";

/** The borders between classes as a path along the edges of pixels. Runs in a row are one line. */
export function outlineOf({ labels, width, height }: Pick<PaintedScene, "labels" | "width" | "height">): string {
  const at = (x: number, y: number) => labels[y * width + x]!;
  return (
    lines(
      height - 1,
      width,
      (y, x) => at(x, y) !== at(x, y + 1),
      (y, from, to) => `M${from} ${y + 1}H${to}`,
    ) +
    lines(
      width - 1,
      height,
      (x, y) => at(x, y) !== at(x + 1, y),
      (x, from, to) => `M${x + 1} ${from}V${to}`,
    )
  );
}

function lines(
  count: number,
  length: number,
  isBorder: (line: number, along: number) => boolean,
  drawn: (line: number, from: number, to: number) => string,
): string {
  let path = "";
  for (let line = 0; line < count; line++)
    for (let along = 0; along < length; along++) {
      const from = along;
      while (along < length && isBorder(line, along)) along++;
      if (along > from) path += drawn(line, from, along);
    }
  return path;
}
