const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file",
  EACCES: "permission was denied",
  EPERM: "permission was denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EMFILE: "too many files are open",
  ELOOP: "its links run in a circle",
};

/** Bytes of a specification at most: 256 Ki characters, each of which may take four. */
const largestSpecification = 1_048_576;

/** Why a file can be no specification, judged before a byte of it is read: a device or a pipe may never end. As the rest of a sentence. */
export function whyNoSpecification(file: {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}): string | undefined {
  if (file.isDirectory()) return "it is a folder";
  if (!file.isFile()) return "it is not a regular file";
  const [size, most] = [file.size, largestSpecification].map((bytes) => bytes.toLocaleString("en-US"));
  return file.size > largestSpecification
    ? `it has ${size} bytes, too large to be a specification, which has at most ${most}`
    : undefined;
}

/** Why the system could not do something with a file, as the rest of a sentence. */
export function fileErrorReason(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
