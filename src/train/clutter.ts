import type { Random } from "../random.js";

/** A square grey picture, `[size, size]`, being painted. */
export interface Canvas {
  readonly size: number;
  readonly pixels: Float32Array;
}

/** A smooth random background: grey levels on a coarse grid, interpolated between. */
export function background(size: number, random: Random): Canvas {
  const cells = 4;
  const levels = Float32Array.from({ length: (cells + 1) ** 2 }, () => random.between(0.05, 0.5));
  const pixels = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++)
      pixels[y * size + x] = between(levels, cells + 1, (y / size) * cells, (x / size) * cells);
  }
  return { size, pixels };
}

/** Bilinear interpolation in a square grid of `side` values, at a place inside it. */
export function between(grid: ArrayLike<number>, side: number, y: number, x: number): number {
  const top = Math.min(Math.floor(y), side - 2);
  const left = Math.min(Math.floor(x), side - 2);
  const [down, right] = [y - top, x - left];
  const at = top * side + left;
  const above = grid[at]! * (1 - right) + grid[at + 1]! * right;
  const below = grid[at + side]! * (1 - right) + grid[at + side + 1]! * right;
  return above * (1 - down) + below * down;
}

/** Hairlines across the canvas, as bright as ink or brighter but thinner than any digit's stroke, straight or slightly bent. */
export function scratches(canvas: Canvas, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    let [x, y] = [random.next() * canvas.size, random.next() * canvas.size];
    let angle = random.between(0, 2 * Math.PI);
    const bend = random.between(-0.04, 0.04);
    const shade = random.between(0.6, 0.95);
    const steps = Math.round(random.between(0.25, 0.9) * canvas.size);
    for (let step = 0; step < steps; step++) {
      disc(canvas, y, x, 0.7, shade);
      angle += bend;
      x += Math.cos(angle);
      y += Math.sin(angle);
    }
  }
}

/** Small round stains, dark or bright. */
export function specks(canvas: Canvas, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const [y, x] = [random.next() * canvas.size, random.next() * canvas.size];
    const shade = random.below(3) === 0 ? random.between(0, 0.15) : random.between(0.6, 0.95);
    disc(canvas, y, x, random.between(0.8, 2.4), shade);
  }
}

/** Grain on every pixel, from about −3 to 3 times `deviation`; then everything is brought back to 0..1. */
export function grain(canvas: Canvas, deviation: number, random: Random): void {
  for (let i = 0; i < canvas.pixels.length; i++) {
    // Four uniform numbers added are near enough to a normal one, and have a largest value.
    const bell = (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);
    canvas.pixels[i] = Math.min(1, Math.max(0, canvas.pixels[i]! + deviation * bell));
  }
}

/** A disc of one grey level with a soft edge one pixel wide. */
function disc({ size, pixels }: Canvas, y: number, x: number, radius: number, shade: number): void {
  const from = (centre: number) => Math.max(0, Math.floor(centre - radius));
  const to = (centre: number) => Math.min(size - 1, Math.ceil(centre + radius));
  for (let row = from(y); row <= to(y); row++) {
    for (let column = from(x); column <= to(x); column++) {
      const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(row - y, column - x)));
      const at = row * size + column;
      pixels[at] = pixels[at]! + (shade - pixels[at]!) * cover;
    }
  }
}
