/**
 * The restricted Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours, no
 * substring edited twice. Stops early, with a number above `limit`, once the distance must exceed it.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const far = a.length + b.length;
  let leastBefore = 0;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = last.map(() => far);
    row[0] = i;
    // Further from the diagonal than the limit the distance is above it.
    const [from, to] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    let least = from === 1 ? i : far;
    for (let j = from; j <= to; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit && leastBefore > limit) return limit + 1;
    leastBefore = least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** A third of the letters may be wrong, at least one and at most three: beyond that a suggestion is a guess. */
const tolerance = (word: string): number => Math.max(1, Math.min(3, Math.floor(word.length / 3)));

const folded = (word: string): string => word.toLowerCase().replaceAll("-", "_");

/** Nobody misspells a longer word by a letter, and the distance of two takes the product of their lengths. */
const longestName = 80;

/** Of thousands of candidates the first are compared: an editor waits. */
const mostCells = 100_000;

/**
 * The candidates a person may have meant by `word`, nearest first, at most `most`. Differences of case do not count. A candidate that differs in
 * everything is never suggested, however short.
 */
export function nearest(word: string, candidates: Iterable<string>, most = 3): string[] {
  if (word.length > longestName) return [];
  const wanted = folded(word);
  const limit = tolerance(word);
  let cells = 0;
  const near: { candidate: string; at: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    cells += (2 * limit + 1) * word.length;
    if (cells > mostCells) break;
    const other = folded(candidate);
    const at = editDistance(wanted, other, limit);
    if (at <= limit && at < Math.max(wanted.length, other.length)) near.push({ candidate, at });
  }
  near.sort((a, b) => a.at - b.at || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, most).map(({ candidate }) => candidate);
}

/** More names than this are not listed in a sentence. */
const mostListed = 24;

/** `a`, `a or b`, `a, b or c`, each in backquotes; of many the first. */
export function oneOf(words: readonly string[], joint = "or"): string {
  const quoted = words.map((word) => `\`${word}\``);
  if (quoted.length > mostListed) {
    const shown = quoted.slice(0, mostListed / 2);
    return `${shown.join(", ")} ${joint} ${quoted.length - shown.length} more`;
  }
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${joint} ${quoted.at(-1)}`;
}
