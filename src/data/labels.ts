import { DataError } from "./case.js";
import { inventedLabels, type LabelMap, lookLikeInstances, rangesText } from "./suspicions.js";

/** What the program's task says of labels. */
export interface LabelTask {
  /** Names of classes or labels. */
  readonly classes?: readonly string[];
  /** Whether a pixel has one class. */
  readonly exclusive?: boolean;
  /** A value that does not count. */
  readonly ignore?: number;
  /** Channels of a prediction that is there already. */
  readonly channels?: number;
}

/** How often a value occurs in masks, and what it was taken for. */
export interface LabelRow {
  readonly value: number;
  /** The name of its class, `background`, `foreground`, `void` for what does not count. */
  readonly name: string;
  readonly pixels: number;
  /** Of all pixels, 0..1. */
  readonly share: number;
  /** Masks that hold it. */
  readonly masks: number;
}

/** What the values of masks were taken for. */
export interface Labelling {
  /** 1 for binary masks (0 and 1), else the number of classes, background included. */
  readonly classes: number;
  /** The label of a value. */
  readonly label: (value: number) => number;
  readonly rows: readonly LabelRow[];
  /** What the masks are, in words: a sentence without full stop. */
  readonly summary: string;
  /** What may be otherwise than was meant: sentences without full stop. */
  readonly warnings: readonly string[];
}

/** Values that mark pixels that do not count, by custom. */
const voids = [255, 65535, -1, -100];

/** A network with more outputs than this, most of them for numbers that no mask holds, is refused unless the task names the classes. */
const MOST_UNNAMED = 1024;

/**
 * What the values of masks mean. The task decides; where it says nothing, one value besides 0 is the foreground, and several are class numbers.
 *
 * @throws {DataError} if values and task disagree, with what the values look like and what to do.
 */
export function labellingOf(maps: readonly LabelMap[], task: LabelTask): Labelling {
  const { ignore, exclusive, classes: names } = task;
  const found = countsOf(maps);
  if (exclusive === false && names && names.length > 1)
    throw new DataError(
      `the labels ${names.join(", ")} may overlap, and a mask gives each pixel one value: give a plane for each label as a .npy array [batch, …, ${names.length}], or name \`classes:\`, the background first, if a pixel has one`,
    );
  checkWhole(found, task);
  const foreground = [...found.keys()].filter((value) => value !== 0 && value !== ignore).sort((a, b) => a - b);
  const binary = foreground.length <= 1;
  const wanted = exclusive === false ? 1 : (names?.length ?? task.channels);
  const invented = binary ? [] : inventedLabels(maps, ignore);
  checkLossy(maps, foreground, ignore);
  if (wanted !== undefined) {
    const fits = foreground.every((value) => value > 0 && value < wanted);
    if (!(binary && wanted <= 2) && !fits) throw misfit(foreground, invented, wanted, task, found);
    return finished(found, maps, task, binary && wanted <= 2 ? 1 : wanted, foreground, invented);
  }
  if (binary) return finished(found, maps, task, 1, foreground, invented);
  const marker = foreground.at(-1)!;
  const others = foreground.slice(0, -1);
  const most = others.at(-1)!;
  const real = foreground.filter((value) => !invented.includes(value));
  // Values that count 1, 2, 3, … are class numbers, thin ones too.
  const counted = most === others.length;
  if (real.length <= 1 && !counted)
    throw new DataError(
      `the masks hold ${foreground.length} values besides 0 (${rangesText(foreground)}), and ${rangesText(invented)} ${invented.length === 1 ? "lies" : "lie"} only on borders between others: the masks were resampled or blurred; resample them with nearest neighbour or threshold them (mask > 127), or number the classes 0, 1, 2, … and name them as \`classes:\` in the task`,
    );
  if (voids.includes(marker) && most < marker - 1)
    throw new DataError(
      `the masks hold the classes ${rangesText([...(found.has(0) ? [0] : []), ...others])} and the value ${marker}, which usually marks pixels that do not count: write \`ignore: ${marker}\` in the task; if it is a class, number the classes 0, 1, 2, …`,
    );
  const count = foreground.at(-1)! + 1;
  if (count > MOST_UNNAMED && foreground.length < count / 2)
    throw new DataError(
      `the masks hold ${foreground.length} values besides 0, up to ${count - 1} (${rangesText(foreground)}): ids or instance numbers rather than classes; number the classes 0, 1, 2, …, or name all ${count} as \`classes:\` in the task`,
    );
  return finished(found, maps, task, count, foreground, invented);
}

interface Count {
  pixels: number;
  masks: number;
  /** The first mask that holds the value. */
  readonly file: string;
}

function countsOf(maps: readonly LabelMap[]): Map<number, Count> {
  const all = new Map<number, Count>();
  for (const { name, values } of maps) {
    const own = new Map<number, number>();
    for (let i = 0; i < values.length; ) {
      const start = i;
      const value = values[i]!;
      while (i < values.length && values[i] === value) i++;
      // NaN equals nothing, not even itself.
      if (i === start) i++;
      own.set(value, (own.get(value) ?? 0) + i - start);
    }
    for (const [value, pixels] of own) {
      const count = all.get(value);
      if (count) {
        count.pixels += pixels;
        count.masks++;
      } else all.set(value, { pixels, masks: 1, file: name });
    }
  }
  return new Map([...all].sort(([a], [b]) => a - b));
}

function checkWhole(found: ReadonlyMap<number, Count>, { ignore }: LabelTask): void {
  for (const [value, { file }] of found) {
    if (value === ignore) continue;
    if (!Number.isInteger(value))
      throw new DataError(
        `${file} holds ${value}, and a mask holds whole numbers: threshold a map of probabilities (mask > 0.5), and resample labels with nearest neighbour`,
      );
    if (value < 0)
      throw new DataError(
        `${file} holds ${value}, which is no class: write \`ignore: ${value}\` in the task if it marks pixels that do not count, else number the classes 0, 1, 2, …`,
      );
  }
}

function checkLossy(maps: readonly LabelMap[], foreground: readonly number[], ignore: number | undefined): void {
  if (foreground.length <= 1) return;
  const lossy = maps.find(({ lossy, values }) => lossy && new Set(values as Iterable<number>).size > 2);
  if (!lossy) return;
  const count = new Set([...(lossy.values as Iterable<number>)].filter((value) => value !== ignore)).size;
  throw new DataError(
    `${lossy.name} is a JPEG, whose compression has changed the labels: it holds ${count} values; make the masks again as PNG, or threshold a black-and-white one (mask > 127) and save it as PNG`,
  );
}

function misfit(
  foreground: readonly number[],
  invented: readonly number[],
  wanted: number,
  { classes: names, channels, ignore }: LabelTask,
  found: ReadonlyMap<number, Count>,
): DataError {
  const list = names ? ` (${names.join(", ")})` : "";
  const said = names
    ? `the specification's task does not fit: it names ${wanted} ${wanted === 1 ? "label" : "classes"}${list}`
    : `the prediction has ${channels} ${channels === 1 ? "channel" : "channels"}`;
  if (foreground.length === 1) {
    const [value] = foreground as [number];
    const marker =
      voids.includes(value) && ignore === undefined
        ? `, or write \`ignore: ${value}\` if it marks pixels that do not count`
        : "";
    return new DataError(
      `${said}, and the masks are binary (0 and ${value}): ${names ? "name two, the background first" : "number the classes 0, 1, 2, …"}${marker}`,
    );
  }
  const outside = foreground.filter((value) => value < 0 || value >= Math.max(2, wanted));
  const [first] = outside.length ? outside : foreground;
  const { file, masks } = found.get(first!)!;
  const where = `${rangesText(outside.length ? outside : foreground)} (${masks === 1 ? `in ${file}` : `first in ${file}`})`;
  const numbers = wanted === 1 ? "0 and one other value" : `0 to ${wanted - 1}`;
  return new DataError(
    `${said}, ${numbers}, and the masks hold ${where}: ${remedyFor(outside, invented, foreground, wanted)}`,
  );
}

function remedyFor(
  outside: readonly number[],
  invented: readonly number[],
  foreground: readonly number[],
  wanted: number,
): string {
  const [only] = outside;
  if (outside.length === 1 && voids.includes(only!))
    return `write \`ignore: ${only}\` in the task if it marks pixels that do not count`;
  if (outside.length > 0 && outside.every((value) => invented.includes(value)))
    return "they lie only on borders between others, so the masks were resampled or blurred; resample them with nearest neighbour";
  if (wanted === 1) return "name `classes:`, the background first, or make the masks binary";
  const largest = foreground.at(-1)!;
  return foreground.length < largest
    ? `they look like ids with gaps; number the classes 0 to ${wanted - 1}`
    : `name ${largest + 1}, the background first`;
}

function finished(
  found: ReadonlyMap<number, Count>,
  maps: readonly LabelMap[],
  task: LabelTask,
  classes: number,
  foreground: readonly number[],
  invented: readonly number[],
): Labelling {
  const { ignore, classes: names, exclusive } = task;
  const binary = classes === 1;
  const [value = 1] = foreground;
  if (binary && ignore === 1 && value !== 1)
    throw new DataError(
      `the foreground is ${value}, which becomes 1, and the task ignores 1: number the classes 0, 1, 2, …`,
    );
  const own = exclusive === false ? ["background", ...(names ?? [])] : names;
  const nameOf = (label: number) =>
    own?.[label] ?? (label === 0 ? "background" : binary ? "foreground" : `class ${label}`);
  const label = (level: number) => (level === ignore ? level : binary && level !== 0 ? 1 : level);
  const total = [...found.values()].reduce((sum, { pixels }) => sum + pixels, 0);
  const listed = new Set([...found.keys(), ...(own && !binary ? own.map((_, i) => i) : [])]);
  const rows = [...listed]
    .sort((a, b) => a - b)
    .map((level) => {
      const { pixels = 0, masks = 0 } = found.get(level) ?? {};
      return {
        value: level,
        name: level === ignore ? "void" : nameOf(label(level)),
        pixels,
        share: pixels / total,
        masks,
      };
    });
  return {
    classes,
    label,
    rows,
    summary: binary
      ? foreground.length
        ? `binary: 0 is ${nameOf(0)}, ${value} is ${nameOf(1)}`
        : "binary, without foreground"
      : `class numbers, 0 to ${classes - 1}`,
    warnings: warningsOf(maps, found, { task, classes, foreground, invented, names: own }),
  };
}

function warningsOf(
  maps: readonly LabelMap[],
  found: ReadonlyMap<number, Count>,
  facts: {
    readonly task: LabelTask;
    readonly classes: number;
    readonly foreground: readonly number[];
    readonly invented: readonly number[];
    readonly names: readonly string[] | undefined;
  },
): string[] {
  const { task, classes, foreground, invented, names } = facts;
  const warnings: string[] = [];
  if (classes === 1) {
    if (foreground.length && !found.has(0)) warnings.push("no pixel of any mask is background");
    return warnings;
  }
  const absent = Array.from({ length: classes }, (_, i) => i).filter((i) => !found.has(i) && i !== task.ignore);
  if (absent.length && names)
    warnings.push(
      `no mask holds ${absent
        .slice(0, 8)
        .map((i) => `${names[i]} (${i})`)
        .join(", ")}${absent.length > 8 ? ` and ${absent.length - 8} more` : ""}`,
    );
  else if (absent.length)
    warnings.push(
      `no mask holds ${rangesText(absent)}, and the network learns ${classes} classes: if the values are ids, number the classes without gaps`,
    );
  if (invented.length)
    warnings.push(
      `${rangesText(invented)} ${invented.length === 1 ? "occurs" : "occur"} only on borders between other labels: if the masks were resampled, use nearest neighbour`,
    );
  if (!names && lookLikeInstances(maps, task.ignore))
    warnings.push(
      "each mask counts from 1, and each number is one connected piece: these look like instance numbers, not classes; for one class of objects make them binary (mask > 0)",
    );
  return warnings;
}
