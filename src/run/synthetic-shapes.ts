import type { FieldForm } from "../graph/views.js";
import type { LossDeclaration } from "../loss.js";
import type { ProgramTerm, ResolvedTask } from "../program/program.js";

type Shape = readonly number[];
type Library = ReadonlyMap<string, LossDeclaration>;

/** The length of a list of positions, where the program leaves it open. */
const points = 8;

/** Shapes of the heads and fields some terms read, where the prediction whose channels are the classes has the given one. */
export interface SyntheticShapes {
  /** By name, the one with the classes first; empty where no term names a head. */
  readonly heads: ReadonlyMap<string, Shape>;
  readonly fields: ReadonlyMap<string, { readonly form: FieldForm; readonly shape: Shape }>;
}

/** The shapes of a batch that terms would take: for plans and checks that are made before there is any tensor. Terms without a head stand on `main`, or on the first head of the task. */
export function syntheticShapes(
  terms: readonly ProgramTerm[],
  library: Library,
  shape: Shape,
  task: Pick<ResolvedTask, "heads"> = { heads: [] },
): SyntheticShapes {
  const rank = shape.length - 2;
  const pixels = shape.slice(0, -1);
  const heads = new Map<string, Shape>();
  const fields = new Map<string, { form: FieldForm; shape: Shape }>();
  const shapes = { image: pixels, vectors: [...pixels, rank], points: [shape[0]!, points, rank] };
  const add = (name: string, channels: "space" | "one" | undefined) => {
    const own = channels === "space" ? rank : channels === "one" ? 1 : shape.at(-1)!;
    if (!heads.has(name)) heads.set(name, [...pixels, own]);
  };
  for (const term of terms) {
    const loss = library.get(term.loss)!;
    if (term.head !== undefined) add(term.head, loss.channels && "space");
    for (const input of Object.values(term.inputs)) {
      if (input.kind === "head") add(input.name, input.channels);
      if (input.kind === "field") fields.set(input.name, { form: input.form, shape: shapes[input.form] });
    }
  }
  const home = task.heads.length === 0 || task.heads.includes("main") ? "main" : task.heads[0]!;
  const missing = heads.size > 0 && !heads.has(home) && terms.some((term) => term.head === undefined);
  return { heads: missing ? new Map([[home, shape], ...heads]) : heads, fields };
}
