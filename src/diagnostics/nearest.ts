/**
 * The restricted Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours, no
 * substring edited twice. Stops early, with a number above `limit`, once the distance must exceed it.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit && Math.min(...last) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** A third of the letters may be wrong, at least one and at most three: beyond that a suggestion is a guess. */
const tolerance = (word: string): number => Math.max(1, Math.min(3, Math.floor(word.length / 3)));

const folded = (word: string): string => word.toLowerCase().replaceAll("-", "_");

/**
 * The candidates a person may have meant by `word`, nearest first, at most `most`. Differences of case do not count. A candidate that differs in
 * everything is never suggested, however short.
 */
export function nearest(word: string, candidates: Iterable<string>, most = 3): string[] {
  const wanted = folded(word);
  const limit = tolerance(word);
  const near: { candidate: string; at: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const other = folded(candidate);
    const at = editDistance(wanted, other, limit);
    if (at <= limit && at < Math.max(wanted.length, other.length)) near.push({ candidate, at });
  }
  near.sort((a, b) => a.at - b.at || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, most).map(({ candidate }) => candidate);
}

/** `a`, `a or b`, `a, b or c`, each in backquotes. */
export function oneOf(words: readonly string[], joint = "or"): string {
  const quoted = words.map((word) => `\`${word}\``);
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${joint} ${quoted.at(-1)}`;
}
