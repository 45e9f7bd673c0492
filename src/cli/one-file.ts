/**
 * What a short command waits for is the opening of files, so the command line loads some packages by other files than their entries:
 *
 * - chevrotain's entry is hundreds of small modules (it imports all of lodash-es); the package also carries itself as one file beside them.
 * - zod offers its messages in sixty languages, a file each, of which it loads English by itself and we ask for none (where hooks run
 *   on a thread of their own, zod is loaded before there are any: see `node.ts`).
 */
const shorter: readonly { readonly name: string; readonly at: RegExp; readonly instead: string }[] = [
  { name: "chevrotain", at: /\/chevrotain\/lib\/src\/api\.js$/, instead: "../chevrotain.mjs" },
  { name: "../locales/index.js", at: /\/zod\/v4\/locales\/index\.js$/, instead: "./en.js" },
];

export interface Resolved {
  readonly url: string;
}

/** Where a module is loaded from; where a package is laid out otherwise than we know it, from its entry. */
export function inOneFile<R extends Resolved>(name: string, resolved: R): R {
  const file = shorter.find((one) => one.name === name && one.at.test(resolved.url));
  return file === undefined ? resolved : { ...resolved, url: new URL(file.instead, resolved.url).href };
}

/** For Node versions that run hooks on a thread of their own, which loads this file. */
export async function resolve<R extends Resolved>(
  name: string,
  context: unknown,
  next: (name: string, context: unknown) => Promise<R>,
): Promise<R> {
  return inOneFile(name, await next(name, context));
}
