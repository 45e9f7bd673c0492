/** Functions that WGSL lacks, or promises too few digits of. */
export const helpers = {
  /** log(1 + x), with the digits of x where x is small: 2·atanh(x/(2+x)) as a series. */
  log1p: `fn log1p(x : f32) -> f32 {
  let s = x / (2.0 + x);
  let z = s * s;
  let near = 2.0 * s * (1.0 + z * (0.33333333 + z * (0.2 + z * (0.14285714 + z * (0.11111111 + z * 0.09090909)))));
  return select(log(1.0 + x), near, abs(x) < 0.5);
}`,
  /** x^y for every x: WGSL's own is not defined below 0, nor 0^0. */
  power: `fn power(x : f32, y : f32) -> f32 {
  let size = select(pow(abs(x), y), 1.0, y == 0.0);
  let odd = fract(abs(y) * 0.5) != 0.0;
  let below = select(uniforms.NAN, select(size, -size, odd), floor(y) == y);
  return select(size, below, x < 0.0);
}`,
  /** Sums and extrema by the number of their kind. */
  joined: `fn joined(kind : i32, a : f32, b : f32) -> f32 {
  if (kind == 0) { return a + b; }
  return select(min(a, b), max(a, b), kind == 1);
}`,
} as const;
