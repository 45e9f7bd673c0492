import type { Graph } from "../graph/graph.js";
import { inputAttributes } from "../graph/inputs.js";
import { isSpatial } from "../graph/ops/axes.js";
import type { Node } from "../graph/ops.js";
import { axesOfRegions, constant, count, Expr, type Scope } from "../graph/trace.js";
import { type Layout, views } from "../graph/views.js";
import type { Context, LossDeclaration } from "../loss.js";
import { classesNamed, indicesSeen } from "../program/classes.js";
import type { ProgramTerm, TermInput } from "../program/program.js";
import { classViews } from "./class-views.js";
import { BatchError } from "./errors.js";

/**
 * Traces one term of a program into a scalar: the views its loss asks for, the classes and pixels it is restricted to, its body, and the plain mean over
 * the samples and classes the body leaves.
 *
 * @throws {BatchError} when the tensors have classes or dimensions the term cannot use.
 */
export function traceTerm(graph: Graph, layout: Layout, term: ProgramTerm, loss: LossDeclaration): Node {
  if (loss.dimensions && !loss.dimensions.includes(layout.rank))
    throw new BatchError(
      `\`${loss.name}\` is defined for ${loss.dimensions.join(" and ")} spatial dimensions; the prediction has ${layout.rank}.`,
    );
  checkChannels(layout, term, loss);
  for (const input of Object.values(term.inputs)) if (input.kind === "head") checkFurther(layout, term, input);
  const classes = classesSeen(layout, term);
  const { scope, see, given } = views(graph, layout, {
    ...(term.head !== undefined && { head: term.head }),
    ...(term.mask !== undefined && { mask: term.mask }),
    ...(classes && { classes }),
  });
  const read = (input: TermInput): Expr => {
    if (input.kind === "field") return given(input.name, input.form);
    if (input.kind === "head") return see(input.view, input.name, input.channels === "space");
    return see(input.view);
  };
  const seen = Object.fromEntries(Object.entries(term.inputs).map(([name, input]) => [name, read(input)]));
  const context = contextOf(scope, layout, classes);
  return average(bodyValue(loss, seen, term, context), scope, loss);
}

/** What a body gives. A RangeError is how it refuses tensors that it cannot be applied to. @throws {BatchError} */
function bodyValue(
  loss: LossDeclaration,
  seen: Readonly<Record<string, Expr>>,
  { params, label }: ProgramTerm,
  context: Context,
): Expr {
  try {
    return loss.body(seen, params as never, context);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BatchError(`\`${label}\` cannot be applied to this batch: ${error.message.replace(/\.$/, "")}.`);
  }
}

/** A head has the channels its loss asks for: the classes, or the axes of space. */
function checkChannels(layout: Layout, { head, label, inputs }: ProgramTerm, loss: LossDeclaration): void {
  const { classes, heads, rank, contours, head: main } = layout;
  const own = head === undefined ? undefined : heads?.[head];
  const channels = own ?? classes;
  const vertices = contours?.includes(head ?? main ?? "") ?? false;
  if (loss.channels === "contour" && !vertices && channels !== rank)
    throw new BatchError(
      `\`${label}\` needs contours: their vertices [batch, points, 2], or a displacement for each pixel [batch, h, w, 2]; the prediction has ${channels} ${channels === 1 ? "channel" : "channels"}.`,
    );
  if (loss.channels !== "contour" && vertices)
    throw new BatchError(
      `\`${label}\` reads pixels, but the prediction holds vertices of contours, [batch, points, 2].`,
    );
  if (loss.channels === "contour") return;
  const seen = Object.values(inputs).flatMap((input) => (input.kind === "view" ? input.view : []));
  if (loss.channels === "space" && channels !== rank)
    throw new BatchError(
      `\`${label}\` needs a vector field, ${rank} channels for ${rank} axes of space; the prediction has ${channels}.`,
    );
  const anyValues = seen.every((view) => !classViews.has(view));
  if (loss.channels !== "space" && own !== undefined && !anyValues)
    throw new BatchError(`\`${label}\` needs a channel per class, ${classes}; the head \`${head}\` has ${own}.`);
  if (loss.channels === undefined && own !== undefined && own !== 1 && seen.includes("onehot"))
    throw new BatchError(
      `\`${label}\` needs one channel${classes > 1 ? `, or one for each of ${classes} classes` : ""}; the head \`${head}\` has ${own}.`,
    );
}

/** A further head has the channels its loss asks for. */
function checkFurther(
  { classes, heads, rank, contours }: Layout,
  { label }: ProgramTerm,
  { name, channels }: Extract<TermInput, { kind: "head" }>,
): void {
  if (contours?.includes(name))
    throw new BatchError(
      `\`${label}\` reads pixels of the head \`${name}\`, but it holds vertices of contours, [batch, points, 2].`,
    );
  const own = heads?.[name] ?? classes;
  const fits = channels === "space" ? own === rank : own === 1 || (channels === undefined && own === classes);
  if (fits) return;
  const asked =
    channels === "space"
      ? `${rank} channels for ${rank} axes of space`
      : channels === "one" || classes === 1
        ? "one channel"
        : `one channel, or one for each of ${classes} classes`;
  throw new BatchError(`\`${label}\` needs ${asked} from the head \`${name}\`; it has ${own}.`);
}

/** Indices of the classes a term sees; `undefined` when it sees all of them. @throws {BatchError} when it sees classes that are not there, or none. */
function classesSeen(layout: Layout, { sees, label }: ProgramTerm): readonly number[] | undefined {
  const { classes } = layout;
  if (classesNamed(sees) > classes) {
    const beyond = "indices" in sees ? sees.indices.find((index) => index >= classes) : classes;
    throw new BatchError(
      `\`${label}\` selects class ${beyond}, but the prediction has ${classes}: 0 to ${classes - 1}.`,
    );
  }
  const seen = indicesSeen(sees, layout);
  if (!seen.length) throw new BatchError(`\`${label}\` has no class to apply to: the prediction has only ${classes}.`);
  return seen.length === classes ? undefined : seen;
}

function contextOf(scope: Scope, layout: Layout, classes: readonly number[] | undefined): Context {
  const classIndices = classes ?? Array.from({ length: layout.classes }, (_, c) => c);
  const axis = classes ? `class:${classes.join(",")}` : "class";
  const node = (...args: Parameters<Expr["make"]>) => constant(scope, 0).make(...args);
  return {
    classes: classIndices.length,
    classIndices,
    exclusive: layout.exclusive,
    space: scope.space,
    spacing: scope.space.map((axis) => node("input", [], inputAttributes({ kind: "spacing", axis }, []))),
    perClass(values) {
      if (values.length !== classIndices.length)
        throw new BatchError(
          `${values.length} numbers were given for ${classIndices.length} classes; give one number per class.`,
        );
      return node("vector", [], { axis, values });
    },
    count: (...regions) => count(scope, axesOfRegions(scope, regions, ["batch", ...scope.space])),
  };
}

function average(value: Expr, scope: Scope, loss: LossDeclaration): Node {
  const pixels = value.axes.filter(isSpatial);
  if (pixels.length) throw new Error(`The body of \`${loss.name}\` must reduce the axes ${pixels.join(", ")}.`);
  return new Expr(scope, value.node).meanOver(value.axes).node;
}
