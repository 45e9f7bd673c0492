import { series } from "../../../wasm/math/series.js";

/** A polynomial in `z`, lowest coefficient first. */
const polynomial = (coefficients: readonly number[]): string =>
  coefficients.reduceRight((higher, c) => (higher === "" ? `${c}` : `(${c} + z * ${higher})`), "");

/** π/2 in three parts, the first two of so few bits that their products with a number of quarter turns are exact (the figures of Cephes' sinf.c). */
const reduced = "((x - n * 1.5703125) - n * 4.837512969970703125e-4) - n * 7.54978995489188216e-8";

/** The sine of `turn` quarter turns more than x: of what is left of x beyond the nearest quarter turn, at most π/4. */
const sine = (name: string, turn: number): string => `fn ${name}(x : f32) -> f32 {
  let n = round(x * 0.63661977236758134);
  let r = clamp(${reduced}, -0.7854, 0.7854);
  let z = r * r;
  let quarter = i32(n) + ${turn};
  let y = select(r + r * z * ${polynomial(series.sin)}, ${polynomial([1, -0.5, ...series.cos])}, (quarter & 1) == 1);
  return select(y, -y, (quarter & 2) == 2);
}`;

/** Functions that WGSL lacks, or promises too few digits of: no more than 2⁻¹¹ of a sine, 4096 units in the last place of an arc tangent. */
export const helpers = {
  sine: sine("sine", 0),
  cosine: sine("cosine", 1),

  /** atan x = π/2 − atan 1/x where x > 1. */
  arcTangent: `fn arcTangent(x : f32) -> f32 {
  let t = min(abs(x), 1.0) / max(abs(x), 1.0);
  let z = t * t;
  let near = t + t * z * ${polynomial(series.atan)};
  let size = select(near, 1.5707963267948966 - near, abs(x) > 1.0);
  return select(size, -size, x < 0.0);
}`,

  /** tanh x = 1 − 2/(e²ˣ + 1) for x > ⅝; it is odd, and 1 from 10 on. */
  hyperbolicTangent: `fn hyperbolicTangent(x : f32) -> f32 {
  let size = min(abs(x), 10.0);
  let z = size * size;
  let near = size + size * z * ${polynomial(series.tanh)};
  let y = select(near, 1.0 - 2.0 / (exp(2.0 * size) + 1.0), size > 0.625);
  return select(y, -y, x < 0.0);
}`,

  /** acos x = π/2 − asin x in the middle; where |x| > ½ it is 2·asin √((1 − |x|)/2), or π less that. */
  arcCosine: `fn arcCosine(x : f32) -> f32 {
  let outer = abs(x) > 0.5;
  let z = select(x * x, 0.5 - 0.5 * abs(x), outer);
  let s = select(abs(x), sqrt(z), outer);
  let size = s + s * z * ${polynomial(series.asin)};
  let y = select(size, -size, x < 0.0);
  return select(1.5707963267948966 - y, select(0.0, 3.1415926535897932, x < 0.0) + 2.0 * y, outer);
}`,

  /** log(1 + x), with the digits of x where x is small: log((1 + s)/(1 − s)) of s = x/(2 + x), at most ⅓. */
  log1p: `fn log1p(x : f32) -> f32 {
  let s = x / (2.0 + x);
  let z = s * s;
  let near = 2.0 * s + s * z * ${polynomial(series.logUnit)};
  return select(log(1.0 + x), near, x >= -0.5 && x <= 1.0);
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
