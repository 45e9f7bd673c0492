import type { Source } from "../text.js";
import { Failure, type Host } from "./host.js";

/** A specification as the command line names it. */
export interface Spec {
  readonly source: Source;
  /** Where it lies on the disk; absent for text given with `-e` or on standard input. */
  readonly path?: string;
}

export const inlineName = "<inline>";

/** The specification of a command that takes one: `FILE`, `-` for standard input, or `-e TEXT`. */
export async function oneSpec(file: string | undefined, text: string | undefined, host: Host): Promise<Spec> {
  const specs = await allSpecs(file === undefined ? [] : [file], text, host);
  return specs[0]!;
}

/** The specifications of a command that takes any number of them. */
export async function allSpecs(files: readonly string[], text: string | undefined, host: Host): Promise<Spec[]> {
  if (text !== undefined && files.length)
    throw new Failure("Both a file and `-e` were given.", "give one of them: a file, or a program after `-e`");
  if (text !== undefined) return [{ source: { file: inlineName, text } }];
  if (!files.length)
    throw new Failure("No specification was given.", 'name a .loss file, or give a program: -e "dice + ce"');
  const specs: Spec[] = [];
  for (const file of files) specs.push(await specAt(file, host));
  return specs;
}

async function specAt(path: string, host: Host): Promise<Spec> {
  if (path === "-") return { source: { file: "<stdin>", text: await host.readInput() } };
  return { source: { file: path, text: host.readText(path) }, path };
}
