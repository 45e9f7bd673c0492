/** What names of files are compared by: without extension, in lower case. */
export const stemOf = (name: string): string => name.replace(/(\.nii)?\.[^.]*$/i, "");

/** An image with the masks that its name matches: one, if all is well. */
export interface Match<T> {
  readonly image: T;
  readonly masks: readonly T[];
}

interface Named {
  readonly name: string;
}

/**
 * Images with the masks that belong to them by name: the same stem; a stem that continues the image's (`01`, `01_mask`); or the same stem after what images and
 * masks have before and after it (`21_training`, `21_manual1`; `image_03`, `mask_03`).
 */
export function matchesOf<T extends Named>(images: readonly T[], masks: readonly T[]): Match<T>[] {
  const exact = groupedBy(masks, (mask) => key(mask));
  const found = new Map<T, readonly T[]>();
  for (const image of images) {
    const same = exact.get(key(image)) ?? [];
    if (same.length) found.set(image, same);
  }
  const left = images.filter((image) => !found.has(image));
  if (left.length) {
    const taken = new Set([...found.values()].flat());
    const free = masks.filter((mask) => !taken.has(mask));
    const stems = new Set(images.map(key));
    for (const image of left) {
      const longer = free.filter((mask) => nearest(key(mask), stems) === key(image));
      if (longer.length) found.set(image, longer);
    }
  }
  for (;;) {
    const taken = new Set([...found.values()].flat());
    const pattern = bestPattern(
      images.filter((image) => !found.has(image)),
      masks.filter((mask) => !taken.has(mask)),
    );
    if (!pattern) break;
    for (const [image, own] of pattern) found.set(image, own);
  }
  return images.map((image) => ({ image, masks: found.get(image) ?? [] }));
}

const key = ({ name }: Named): string => stemOf(name).toLowerCase();

function groupedBy<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group) group.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}

/** The longest of some stems that a name continues after a separator. */
function nearest(name: string, stems: ReadonlySet<string>): string | undefined {
  for (let end = name.length - 1; end > 0; end--)
    if (/[_.\- ]/.test(name[end]!) && stems.has(name.slice(0, end))) return name.slice(0, end);
  return undefined;
}

/** Runs of digits, of letters, of anything else. */
const tokensOf = (stem: string): string[] => stem.match(/\d+|\p{L}+|[^\d\p{L}]+/gu) ?? [];

/** What stands before and after the part of a name that tells one file from another. */
interface Affixes {
  readonly before: string;
  readonly after: string;
}

const coreOf = (stem: string, { before, after }: Affixes): string | undefined =>
  stem.length > before.length + after.length && stem.startsWith(before) && stem.endsWith(after)
    ? stem.slice(before.length, stem.length - after.length)
    : undefined;

/** The pairs of the affixes under which most images find a mask: all that are left, or at least two. */
function bestPattern<T extends Named>(images: readonly T[], masks: readonly T[]): Map<T, T[]> | undefined {
  let best: Map<T, T[]> | undefined;
  let bestOwn: Affixes | undefined;
  const tried = new Set<string>();
  for (const image of images.slice(0, 8)) {
    for (const own of affixesOf(key(image))) {
      const core = coreOf(key(image), own)!;
      for (const mask of masks) {
        for (const other of affixesAround(key(mask), core)) {
          const id = JSON.stringify([own, other]);
          if (tried.has(id) || tried.size > 4000) continue;
          tried.add(id);
          const pairs = pairsUnder(images, own, masks, other);
          if (pairs.size > (best?.size ?? 0)) [best, bestOwn] = [pairs, own];
          // As good a reading of the masks' names: then several masks match, and somebody has to choose.
          else if (best && own === bestOwn && pairs.size === best.size)
            for (const [one, more] of pairs) best.set(one, [...new Set([...(best.get(one) ?? []), ...more])]);
        }
      }
    }
  }
  return best && (best.size >= 2 || best.size === images.length) ? best : undefined;
}

/** All ways to part a stem into what stands before, a core that holds a digit or is the whole, and what stands after; long cores first. */
function affixesOf(stem: string): Affixes[] {
  const tokens = tokensOf(stem);
  const ways: (Affixes & { length: number })[] = [];
  for (let from = 0; from < tokens.length; from++) {
    for (let to = from + 1; to <= tokens.length; to++) {
      const core = tokens.slice(from, to);
      if (!/^[\d\p{L}]/u.test(core[0]!) || !/[\d\p{L}]$/u.test(core.at(-1)!)) continue;
      ways.push({
        before: tokens.slice(0, from).join(""),
        after: tokens.slice(to).join(""),
        length: core.join("").length,
      });
    }
  }
  return ways.sort((a, b) => b.length - a.length).slice(0, 40);
}

/** The places of a core in a stem, at the borders of tokens. */
const affixesAround = (stem: string, core: string): Affixes[] =>
  stem.includes(core) ? affixesOf(stem).filter((affixes) => coreOf(stem, affixes) === core) : [];

function pairsUnder<T extends Named>(
  images: readonly T[],
  own: Affixes,
  masks: readonly T[],
  other: Affixes,
): Map<T, T[]> {
  const byCore = groupedBy(
    masks.filter((mask) => coreOf(key(mask), other) !== undefined),
    (mask) => coreOf(key(mask), other)!,
  );
  const pairs = new Map<T, T[]>();
  const cores = new Set<string>();
  for (const image of images) {
    const core = coreOf(key(image), own);
    const found = core === undefined || cores.has(core) ? undefined : byCore.get(core);
    if (!found) continue;
    cores.add(core!);
    pairs.set(image, found);
  }
  return pairs;
}

const maskWords =
  /^(mask|masks|label|labels|seg|segmentation|gt|groundtruth|manual|annotation|annotations|annot|target|truth|matte)$/;

const saysMask = (file: Named): boolean => tokensOf(key(file)).some((token) => maskWords.test(token));

/** The images and the masks of one folder, where their names tell: words such as `mask`, a JPEG beside a PNG of one name, a name that continues another. */
export function partedByName<T extends Named>(files: readonly T[]): { images: T[]; masks: T[] } | undefined {
  const isLossy = ({ name }: T) => /\.jpe?g$/i.test(name);
  const stems = groupedBy(files, key);
  const all = new Set(stems.keys());
  const ways: ((file: T) => boolean)[] = [
    saysMask,
    (file) => !isLossy(file) && (stems.get(key(file)) ?? []).some(isLossy),
    (file) => nearest(key(file), all) !== undefined,
  ];
  for (const isMask of ways) {
    const [images, masks] = [files.filter((file) => !isMask(file)), files.filter(isMask)];
    if (!images.length || !masks.length) continue;
    if (matchesOf(images, masks).every((match) => match.masks.length > 0)) return { images, masks };
  }
  return undefined;
}
