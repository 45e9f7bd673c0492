/** The specifications of `examples/specs`, by their path from there; bundled, so that `use` finds them without a network. */
export const files: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>("../../specs/**/*.loss", { query: "?raw", import: "default", eager: true }),
  ).map(([path, text]) => [path.replace("../../specs/", ""), text]),
);

/** What `use "./shared/regions.loss"` means on this page. @throws {Error} for a file that is not there. */
export function resolve(path: string): string {
  const text = files[path.replace(/^(\.\/)+/, "")];
  if (text === undefined)
    throw new Error(
      `the playground has only ${Object.keys(files)
        .filter((file) => file.includes("/"))
        .join(", ")}`,
    );
  return text;
}
