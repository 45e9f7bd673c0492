import { Gunzip, Unzlib } from "fflate";

/** What a compressed stream holds, as far as was asked for. */
interface Inflated {
  readonly bytes: Uint8Array;
  /** Whether the stream holds more than was asked for. */
  readonly longer: boolean;
}

/**
 * The first bytes of a compressed stream, at most `most`: no more memory is taken and no more work done than these need, whatever the stream goes on to hold.
 *
 * @throws {Error} if the stream is damaged.
 */
export function inflatedUpTo(most: number, format: "zlib" | "gzip", parts: readonly Uint8Array[]): Inflated {
  const bytes = new Uint8Array(most);
  let length = 0;
  let longer = false;
  const stream = format === "zlib" ? new Unzlib() : new Gunzip();
  stream.ondata = (chunk) => {
    const fits = Math.min(chunk.length, most - length);
    bytes.set(chunk.subarray(0, fits), length);
    length += fits;
    longer ||= fits < chunk.length;
  };
  // A slice can hold a thousand times its length: of little that is asked for, little is unpacked at once.
  const slice = Math.min(65536, Math.max(512, most >> 4));
  const last = parts.length - 1;
  parts.forEach((part, p) => {
    for (let at = 0; !longer && (at < part.length || (p === last && at === 0)); at += slice)
      stream.push(part.subarray(at, at + slice), p === last && at + slice >= part.length);
  });
  return { bytes: bytes.subarray(0, length), longer };
}
