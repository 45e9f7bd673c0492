import { DataError } from "./case.js";

/** An entry of a folder. */
export interface FolderEntry {
  /** Without a directory. */
  readonly name: string;
  /** `other`: a pipe, a device or a socket. */
  readonly kind: "file" | "folder" | "other";
  /** The content of a file. */
  readonly read: () => Uint8Array;
}

/** A file that was left out, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** Endings of files that are read. */
export const readable = /(\.png|\.jpe?g|\.tiff?|\.nii|\.nii\.gz|\.npy|\.npz)$/i;

const readableText = "PNG, JPEG, TIFF, NIfTI (.nii, .nii.gz), .npy and .npz";

/** Kinds of images that are not read, by ending. */
const unreadKinds: Readonly<Record<string, string>> = {
  bmp: "BMP",
  gif: "GIF",
  webp: "WebP",
  ppm: "PPM",
  pgm: "PGM",
  jp2: "JPEG 2000",
  heic: "HEIC",
  svg: "SVG",
  dcm: "DICOM",
  mha: "MetaImage",
  mhd: "MetaImage",
  nrrd: "NRRD",
  h5: "HDF5",
  hdf5: "HDF5",
  mat: "MATLAB",
  img: "an Analyze or NIfTI pair",
  hdr: "an Analyze or NIfTI pair",
};

/** Why an entry is left out, or nothing where it is to be read. */
function reasonToSkip({ name, kind }: FolderEntry): string | undefined {
  if (name.startsWith("._")) return "resource fork of macOS";
  if (name.startsWith(".")) return "hidden file";
  if (/^(thumbs\.db|desktop\.ini|ehthumbs\.db)$/i.test(name)) return "system file of Windows";
  if (kind === "folder") return "folder; what is inside is not read";
  if (kind === "other") return "not a regular file";
  if (readable.test(name)) return undefined;
  const unread = unreadKinds[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""];
  return unread ? `${unread} is not read; convert it to PNG, TIFF or NIfTI` : "not an image";
}

/** The files of a folder that are to be read, in order of name, and the others with the reason. @throws {DataError} where none is left. */
export function sorted(
  entries: readonly FolderEntry[],
  kind: "image" | "mask",
): { files: FolderEntry[]; skipped: Skipped[] } {
  const files: FolderEntry[] = [];
  const skipped: Skipped[] = [];
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const reason = reasonToSkip(entry);
    if (reason === undefined) files.push(entry);
    else skipped.push({ name: entry.name, reason });
  }
  if (files.length > 0) return { files, skipped };
  if (entries.length === 0) throw new DataError(`there are no ${kind}s: the folder is empty`);
  throw new DataError(
    `there are no ${kind}s that can be read: found ${skippedText(skipped, 5)}; ${kind}s must be ${readableText} files of the folder itself${entries.some(({ kind: of }) => of === "folder") ? ": give the folder that holds them" : ""}`,
  );
}

/** `a.txt (not an image), b.txt (not an image) and 3 more`. */
export function skippedText(skipped: readonly Skipped[], most: number): string {
  const shown = skipped.slice(0, most).map(({ name, reason }) => `${name} (${reason})`);
  const more = skipped.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
