import { unzipSync } from "fflate";
import { type NpyArray, readNpy } from "./npy.js";
import { ReadError } from "./read-error.js";

/** More than this, unpacked, is a mistake or an attack rather than a batch of images. */
const LARGEST = 4 * 2 ** 30;

/**
 * The arrays of a `.npz` file by name, in the order they were saved.
 *
 * @throws {ReadError} if it is not a zip archive, holds no arrays, unpacks to more than 4 GiB, or one of its arrays cannot be read (named `file[array]`).
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
      filter: ({ name, originalSize }) => {
        if (!name.endsWith(".npy")) return false;
        total += originalSize;
        if (total > LARGEST) throw new RangeError("it unpacks to more than 4 GiB");
        return true;
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(
      file,
      `this is not a readable .npz archive: ${reason}`,
      "Write it with np.savez(path, name=array, …)",
    );
  }
}
