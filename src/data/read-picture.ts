import { readJpeg } from "./formats/jpeg.js";
import { readNifti } from "./formats/nifti.js";
import { type NpyArray, readNpy } from "./formats/npy.js";
import { readNpz } from "./formats/npz.js";
import { readPng } from "./formats/png.js";
import { readTiff } from "./formats/tiff/read-tiff.js";
import { checkValueCount } from "./shared/bounds.js";
import { type Raster, sizeText } from "./shared/raster.js";
import { ReadError } from "./shared/read-error.js";

/**
 * The picture or volume in a file: PNG, JPEG, TIFF or NIfTI, by its first bytes where they tell, else by its name's extension.
 *
 * @returns nothing for files of other kinds.
 * @throws {ReadError} if the file cannot be read, or declares more than is read.
 */
export function readPicture(bytes: Uint8Array, name: string): Raster | undefined {
  const ending = /(\.nii\.gz|\.[^.]*)$/i.exec(name)?.[1]?.toLowerCase();
  const isPicture = ending !== undefined && Object.hasOwn(byEnding, ending);
  if (!isPicture) return undefined;
  if (bytes.length === 0) throw new ReadError(name, "the file is empty", "Copy or save it again");
  const begins = (...start: number[]) => start.every((byte, i) => bytes[i] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47)) return readPng(bytes, name);
  if (begins(0xff, 0xd8, 0xff)) return readJpeg(bytes, name);
  if (
    begins(0x49, 0x49, 0x2a, 0) ||
    begins(0x49, 0x49, 0x2b, 0) ||
    begins(0x4d, 0x4d, 0, 0x2a) ||
    begins(0x4d, 0x4d, 0, 0x2b)
  )
    return readTiff(bytes, name);
  return byEnding[ending]!(bytes, name);
}

const byEnding: Readonly<Record<string, (bytes: Uint8Array, name: string) => Raster>> = {
  ".png": readPng,
  ".jpg": readJpeg,
  ".jpeg": readJpeg,
  ".tif": readTiff,
  ".tiff": readTiff,
  ".nii": readNifti,
  ".nii.gz": readNifti,
};

/** The mask in a file of a folder; an array is `[height, width]` or `[depth, height, width]`, an axis of one channel aside. @throws {ReadError} */
export function readMask(bytes: Uint8Array, name: string): Raster {
  const picture = readPicture(bytes, name);
  if (picture) return picture;
  const array = onlyArray(bytes, name);
  const { shape } = array;
  const space =
    shape.length > 2 && shape.at(-1) === 1
      ? shape.slice(0, -1)
      : shape.length > 2 && shape[0] === 1
        ? shape.slice(1)
        : shape;
  if (space.length === 2 || space.length === 3) return arrayRaster(array, name, space, 1);
  throw new ReadError(
    name,
    `its shape is (${shape.join(", ")}), and a mask is (height, width) or (depth, height, width)`,
    "Save one mask to a file: np.save(path, mask)",
  );
}

/** The image in a file of a folder, whose mask is `space`; an array may have channels last. @throws {ReadError} */
export function readImage(bytes: Uint8Array, name: string, space: readonly number[]): Raster {
  const picture = readPicture(bytes, name);
  if (picture) return picture;
  const array = onlyArray(bytes, name);
  const { shape } = array;
  const begins = (sizes: readonly number[]) => space.every((size, axis) => sizes[axis] === size);
  if (shape.length === space.length) return arrayRaster(array, name, shape, 1);
  if (shape.length === space.length + 1) {
    if (begins(shape)) return arrayRaster(array, name, space, shape.at(-1)!);
    if (begins(shape.slice(1)))
      throw new ReadError(
        name,
        `the channels seem to come first: its shape is (${shape.join(", ")}), and its mask is ${sizeText(space)}`,
        `Save it with channels last: np.save(path, np.moveaxis(image, 0, -1))`,
      );
  }
  throw new ReadError(
    name,
    `its shape (${shape.join(", ")}) does not go with its mask, (${space.join(", ")})`,
    "An image is (height, width) or (height, width, channels), a volume has a depth before them",
  );
}

/** The array of a `.npy` file, or the only one of a `.npz` file. @throws {ReadError} */
function onlyArray(bytes: Uint8Array, name: string): NpyArray {
  if (/\.npy$/i.test(name)) return readNpy(bytes, name);
  const arrays = readNpz(bytes, name);
  if (arrays.size === 1) return [...arrays.values()][0]!;
  throw new ReadError(
    name,
    `the archive holds ${arrays.size} arrays: ${[...arrays.keys()].join(", ")}`,
    "In a folder, save one array to a file: np.save(path, array)",
  );
}

function arrayRaster({ data, dtype }: NpyArray, name: string, space: readonly number[], channels: number): Raster {
  checkValueCount([...space, channels], name);
  if (data.length === 0) throw new ReadError(name, "the array is empty", "Save it again with np.save(path, array)");
  const white = dtype === "uint8" ? 255 : dtype === "uint16" ? 65535 : undefined;
  return { format: "npy", space, channels, alpha: false, data, type: dtype, ...(white !== undefined && { white }) };
}
