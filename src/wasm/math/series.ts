/**
 * The polynomials, lowest coefficient first. Each is the minimax approximation by Remez exchange with leading coefficients held at what the function has at 0
 * (where it says so) and the error weighted to be relative to the function; then its coefficients are rounded to float32 one after the other, lowest first,
 * the rest fitted again each time. The errors are those after rounding. `test/backends/wasm/series.test.ts` derives them anew.
 */
export const series = {
  /**
   * eʳ, |r| ≤ ln(2)/2, c₀ held, twice the weight where r < 0, as the results there have half the unit in the last place: 1.35e-7. Nothing is left to spare
   * here, so the coefficients were then moved by hill climbing to where the largest error of the whole computation in float32 is smallest. One degree more
   * would halve the error of `exp` and cost a tenth of its speed.
   */
  exp: [1, 0.9999992847442627, 0.49999067187309265, 0.16668592393398285, 0.041905391961336136, 0.008238363079726696],

  /** 2ʳ, |r| ≤ ½, c₀ held: 1.3e-8. */
  exp2: [
    1, 0.6931471824645996, 0.24022594094276428, 0.055503662675619125, 0.009625445120036602, 0.0013387927319854498,
    0.0001333249092567712,
  ],

  /** log((1 + s)/(1 − s)) = 2s + sz·P(z), z = s² ≤ (√2 − 1)⁴: 8.1e-10. */
  log: [0.6666677594184875, 0.3997758626937866, 0.29870694875717163],

  /** The same for s ≤ 1/3: 4.5e-9. */
  logUnit: [0.666664183139801, 0.40021437406539917, 0.2800302505493164, 0.2800678014755249],

  /** The same as `log` with four coefficients and unrounded: 4.8e-12. */
  logOfDoubles: [0.6666666564864702, 0.40000334534327486, 0.2853734697814995, 0.23581472016751967],

  /** sin r = r + rz·P(z), z = r², |r| ≤ π/4: 4.1e-9. */
  sin: [-0.16666655242443085, 0.008332187309861183, -0.00019517897453624755],

  /** cos r = 1 − z/2 + z²·P(z): 1.2e-10. */
  cos: [0.04166664555668831, -0.0013887309469282627, 0.000024432327336398885],

  /** asin s = s + sz·P(z), z = s², |s| ≤ ½: 4.9e-9. */
  asin: [0.16666752099990845, 0.074953094124794, 0.04546915367245674, 0.02418474107980728, 0.042158398777246475],

  /** atan t = t + tz·P(z), z = t², |t| ≤ 1: 1.7e-8. */
  atan: [
    -0.33333152532577515, 0.19993767142295837, -0.14211007952690125, 0.10665841400623322, -0.07551957666873932,
    0.04321015253663063, -0.016367729753255844, 0.00292084994725883,
  ],

  /** tanh t = t + tz·P(z), z = t², |t| ≤ ⅝: 5e-9. */
  tanh: [-0.3333328068256378, 0.13331405818462372, -0.05373651534318924, 0.02062816731631756, -0.005692296661436558],
} as const;
