/** Red, green, blue, opacity, each from 0 to 255. */
export type Colour = readonly [number, number, number, number];

/**
 * From −1 to 1 by way of nothing: blue where a step of descent raises what is predicted, orange where it lowers it, as in the playground. Told apart by every common form of colour blindness,
 * and transparent at 0, so that it lies on light and dark pages alike.
 */
export function diverging(t: number): Colour {
  const strength = Math.min(1, Math.abs(t)) ** 0.7;
  const [from, to] = t > 0 ? [blues.light, blues.deep] : [oranges.light, oranges.deep];
  const mixed = from.map((a, i) => Math.round(a + (to[i]! - a) * strength)) as [number, number, number];
  return [...mixed, Math.round(255 * Math.min(1, 1.25 * strength))];
}

const blues = { light: [116, 173, 233], deep: [23, 90, 190] } as const;
const oranges = { light: [250, 180, 90], deep: [222, 92, 4] } as const;

/** The size that gets the full colour: all but the largest hundredth of what is not 0, so that a few pixels do not leave the rest pale. */
export function fullColour(values: ArrayLike<number>): number {
  const sizes = Array.from(values, Math.abs)
    .filter((x) => x > 0)
    .sort((a, b) => a - b);
  return sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 1;
}
