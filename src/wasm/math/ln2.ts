/** ln 2 in two parts; the first has nine bits, so that its product with an exponent is exact. */
export const LN2_HIGH = 355 / 512;
export const LN2_LOW = Math.LN2 - LN2_HIGH;
