/**
 * Chevrotain's entry is hundreds of small modules (it imports all of lodash-es), and opening them takes longer than everything else a short command does.
 * The package also carries itself as one file beside them: the command line loads that one.
 */
const bundles: ReadonlyMap<string, string> = new Map([["chevrotain", "../chevrotain.mjs"]]);

export interface Resolved {
  readonly url: string;
}

export function inOneFile<R extends Resolved>(name: string, resolved: R): R {
  const bundle = bundles.get(name);
  return bundle === undefined ? resolved : { ...resolved, url: new URL(bundle, resolved.url).href };
}

/** For Node versions that run hooks on a thread of their own, which loads this file. */
export async function resolve<R extends Resolved>(
  name: string,
  context: unknown,
  next: (name: string, context: unknown) => Promise<R>,
): Promise<R> {
  return inOneFile(name, await next(name, context));
}
