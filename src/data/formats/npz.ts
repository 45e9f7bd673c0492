import { unzipSync } from "fflate";
import { checkRatio, MOST_BYTES, mostBytesOfOne, readableCount } from "../shared/bounds.js";
import { ReadError } from "../shared/read-error.js";
import { type NpyArray, readNpy } from "./npy.js";

/**
 * The arrays of a `.npz` file by name, in the order they were saved.
 *
 * @throws {ReadError} if it is not a zip archive, holds no arrays, declares more than it can hold or than 2 GiB, or one of its arrays cannot be read (named `file[array]`).
 */
export function readNpz(bytes: Uint8Array, file: string): ReadonlyMap<string, NpyArray> {
  const entries = Object.entries(unzip(bytes, file));
  if (entries.length === 0) {
    throw new ReadError(file, "the archive holds no arrays", "Write it with np.savez(path, name=array, …)");
  }
  return new Map(
    entries.map(([entry, content]) => {
      const name = entry.replace(/\.npy$/, "");
      return [name, readNpy(content, `${file}[${name}]`)];
    }),
  );
}

function unzip(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        if (!name.endsWith(".npy")) return false;
        total += originalSize;
        if (!(total <= MOST_BYTES))
          throw new ReadError(
            file,
            `it unpacks to ${readableCount(total)} bytes or more, and at most ${readableCount(MOST_BYTES)} are read`,
            "Save fewer or smaller arrays to a file",
          );
        const most = compression === 0 ? mostBytesOfOne.none : mostBytesOfOne.deflate;
        checkRatio(originalSize, Math.min(size, bytes.length), most, `${file}[${name.replace(/\.npy$/, "")}]`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(
      file,
      `this is not a readable .npz archive: ${reason}`,
      "Write it with np.savez(path, name=array, …)",
    );
  }
}
