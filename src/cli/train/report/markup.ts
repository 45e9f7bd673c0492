/** Bytes as the address of a picture that needs no file. */
export function dataUri(type: string, bytes: Uint8Array): string {
  let text = "";
  // As arguments of one call, many bytes at once would overflow the stack.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return `data:${type};base64,${btoa(text)}`;
}

/** A number for reading: at least as many digits as tell values apart. */
export const formatNumber = (x: number | undefined, digits = 3): string => {
  if (x === undefined || !Number.isFinite(x)) return "–";
  const text = Math.abs(x) >= 100 ? x.toFixed(0) : Number(x.toPrecision(digits)).toString();
  return text.replace("-", "−");
};

/** A score with a fixed number of decimals, so that columns line up. */
export const formatScore = (x: number | undefined, decimals = 3): string =>
  x === undefined || !Number.isFinite(x) ? "–" : Math.abs(x) < 1e6 ? x.toFixed(decimals) : x.toExponential(decimals);

/** `75 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${milliseconds < 9950 ? (milliseconds / 1000).toFixed(1) : seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
