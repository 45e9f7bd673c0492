/** Numbers as people read them: three digits, a real minus, powers of ten where there are many zeros. */
export function readableNumber(x: number, digits = 3): string {
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (!Number.isFinite(x)) return String(x);
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, power] = x.toExponential(Math.max(0, digits - 2)).split("e");
    return `${signed(mantissa!)}·10${[...String(Number(power))].map((c) => raised[c]).join("")}`;
  }
  return signed(String(Number(x.toPrecision(digits))));
}

const signed = (text: string) => text.replace("-", "−");
const raised: Readonly<Record<string, string>> = Object.fromEntries(
  [..."-0123456789"].map((c, i) => [c, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[i]!]),
);

const units = ["B", "kB", "MB", "GB"];

export function formatBytes(n: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, n)) / 3));
  return `${Number((n / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

export function formatCount(n: number): string {
  if (n < 10_000) return String(Math.round(n));
  return n < 1e6 ? `${Number((n / 1e3).toPrecision(3))} thousand` : `${Number((n / 1e6).toPrecision(3))} million`;
}

export const milliseconds = (ms: number): string =>
  ms < 1 ? `${Math.round(ms * 1000)} µs` : `${readableNumber(ms)} ms`;
