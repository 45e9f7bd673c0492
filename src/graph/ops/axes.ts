/**
 * A named axis. The kinds are `batch`, `z`, `y`, `x` (space), `patch` (parts of an image), `item` (entries of a list a routine made) and `class`. A name may carry a variant after a
 * colon: `class:1,2` is the class axis restricted to classes 1 and 2, and has another length than `class`. A node never has two axes of one kind.
 */
export type Axis = string;

export type AxisKind = "batch" | "z" | "y" | "x" | "patch" | "item" | "class";

/** The order in which a node's axes lie in memory, whatever it was built from. */
const order: readonly AxisKind[] = ["batch", "z", "y", "x", "patch", "item", "class"];

export function kindOf(axis: Axis): AxisKind {
  const variant = axis.indexOf(":");
  return (variant < 0 ? axis : axis.slice(0, variant)) as AxisKind;
}

/** Whether an axis is of a kind there is. */
export const isAxis = (axis: Axis): boolean => place(axis) >= 0;

const place = (axis: Axis) => order.indexOf(kindOf(axis));

/** The spatial axes of a rank, in array order. */
export const spaceAxes = (rank: 2 | 3): readonly Axis[] => (rank === 2 ? ["y", "x"] : ["z", "y", "x"]);

export const isSpatial = (axis: Axis): boolean => axis === "z" || axis === "y" || axis === "x";

/** All axes of both, in memory order. @throws {Error} when two different axes are of one kind: a mistake in a loss's body. */
export function union(a: readonly Axis[], b: readonly Axis[]): readonly Axis[] {
  if (a === b || holds(a, b)) return a;
  if (inMemoryOrder(b) && holds(b, a)) return b;
  const all = [...new Set([...a, ...b])].sort((p, q) => place(p) - place(q));
  for (let i = 1; i < all.length; i++)
    if (kindOf(all[i]!) === kindOf(all[i - 1]!))
      throw new Error(`The axes \`${all[i - 1]}\` and \`${all[i]}\` are of one kind and cannot stand side by side.`);
  return all;
}

function holds(all: readonly Axis[], some: readonly Axis[]): boolean {
  for (const axis of some) if (!all.includes(axis)) return false;
  return true;
}

function inMemoryOrder(axes: readonly Axis[]): boolean {
  for (let i = 1; i < axes.length; i++) if (place(axes[i - 1]!) >= place(axes[i]!)) return false;
  return true;
}

export const without = (axes: readonly Axis[], removed: readonly Axis[]): readonly Axis[] =>
  axes.filter((axis) => !removed.includes(axis));

export const replaced = (axes: readonly Axis[], from: Axis, to: Axis): readonly Axis[] =>
  axes.map((axis) => (axis === from ? to : axis));
