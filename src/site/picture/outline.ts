/** The border of a mask along the edges of its pixels, as the `d` of an SVG path in pixels. */
export function outlinePath(mask: ArrayLike<number>, height: number, width: number): string {
  const on = (y: number, x: number) => y >= 0 && x >= 0 && y < height && x < width && mask[y * width + x]! > 0.5;
  const lines: string[] = [];
  for (let y = 0; y <= height; y++)
    for (const [start, length] of runs(width, (x) => on(y, x) !== on(y - 1, x))) lines.push(`M${start} ${y}h${length}`);
  for (let x = 0; x <= width; x++)
    for (const [start, length] of runs(height, (y) => on(y, x) !== on(y, x - 1)))
      lines.push(`M${x} ${start}v${length}`);
  return lines.join("");
}

function* runs(count: number, isSet: (i: number) => boolean): Generator<readonly [start: number, length: number]> {
  for (let i = 0; i < count; i++) {
    if (!isSet(i)) continue;
    const start = i;
    while (i < count && isSet(i)) i++;
    yield [start, i - start];
  }
}
