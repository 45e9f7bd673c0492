/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number;

/** A small generator of good quality (32 bits of state, a Weyl sequence through a mixer): checks must be repeatable, not unpredictable. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state ^ (state >>> 16);
    x = Math.imul(x, 0x21f0aaad);
    x ^= x >>> 15;
    x = Math.imul(x, 0x735a2d97);
    x ^= x >>> 15;
    return (x >>> 0) / 2 ** 32;
  };
}
