/** A file that cannot be used: what is wrong, which file, and what to do about it. The message says all three. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  readonly file: string;
  readonly what: string;
  readonly remedy: string;

  constructor(file: string, what: string, remedy: string) {
    super(`${file}: ${what}. ${remedy}.`);
    this.file = file;
    this.what = what;
    this.remedy = remedy;
  }
}
