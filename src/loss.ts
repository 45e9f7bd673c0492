import { z } from "zod";
import type { Axis } from "./graph/ops/axes.js";
import { connectedComponents, distanceTransform } from "./graph/routines.js";
import type { Expr } from "./graph/trace.js";
import type { FieldForm, PredictionView, View } from "./graph/views.js";

export { type Contour, coverage, type Faces, type Outline, outline, triangulation } from "./graph/contours.js";
export {
  accumulate,
  connectedComponents,
  distanceTransform,
  type Features,
  type Matches,
  matching,
  persistence,
  ranks,
  skeleton,
} from "./graph/routines.js";
export { sampled } from "./graph/sampling.js";
export { Expr, from, type Operand, type Region } from "./graph/trace.js";
export type { FieldForm, PredictionView, View } from "./graph/views.js";

/** @deprecated Its name is {@link connectedComponents}. */
export const components = connectedComponents;

/** @deprecated Its name is {@link distanceTransform}. */
export const distance = distanceTransform;

/** What a loss's body may know beside its inputs. */
export interface Context {
  /** How many classes the term is restricted to. */
  readonly classes: number;
  /** Their indices in the prediction. */
  readonly classIndices: readonly number[];
  /** Exclusive classes (softmax) or independent labels (sigmoid). */
  readonly exclusive: boolean;
  /** The spatial axes, in array order: `for (const axis of space)`. */
  readonly space: readonly Axis[];
  /** The size of a pixel along each spatial axis, as scalars. */
  readonly spacing: readonly Expr[];
  /** One number per class the term sees, along the class axis. @throws {RangeError} when the length is another. */
  perClass(values: readonly number[]): Expr;
  /** How many positions count over these parts of the batch. */
  count(...regions: ("batch" | "space")[]): Expr;
}

/**
 * A further output of the network, on which the term does not stand: `head` is the parameter that holds its name. `channels` says how many it must have, one for
 * each axis of `space`, in array order, or `one`; absent: one, or one for each class.
 */
export interface HeadRequest<Parameter extends string = string> {
  readonly view: PredictionView;
  readonly head: Parameter;
  readonly channels?: "space" | "one";
}

/** A further tensor of the batch that is a constant: `field` is the parameter that holds its name, `form` what it looks like. */
export interface FieldRequest<Parameter extends string = string> {
  readonly field: Parameter;
  readonly form: FieldForm;
}

export type Request<Parameter extends string = string> = View | HeadRequest<Parameter> | FieldRequest<Parameter>;

/** The values a body receives, named and typed as the declaration asks. */
export type Inputs<Parameter extends string = string> = Readonly<Record<string, Request<Parameter>>>;

/** @deprecated Its name is {@link Inputs}. */
export type Seen<Parameter extends string = string> = Inputs<Parameter>;

/** The request for a further head, if it is one. */
export const asHead = (request: Request): HeadRequest | undefined =>
  typeof request === "object" && "head" in request ? request : undefined;

/** The request for a field, if it is one. */
export const asField = (request: Request): FieldRequest | undefined =>
  typeof request === "object" && "field" in request ? request : undefined;

export type Group = "distribution" | "region" | "boundary" | "contour" | "topology" | "annotation";

/**
 * A loss: the one record that the checker, the compiler, hover, completion, the reference page and the tests read.
 *
 * The body returns a value with no axes but `batch` and `class`; the compiler takes the plain mean over those. A parameter named `background` with the value
 * `false` makes the term see all classes but class 0 where classes are exclusive and the program selects none.
 */
export interface LossDeclaration {
  /** snake_case, as in the papers. */
  readonly name: string;
  readonly group: Group;
  /** One sentence; the first line of its documentation everywhere. */
  readonly summary: string;
  /** LaTeX, in the names of `inputs`. */
  readonly formula: string;
  /** Names, types, bounds, defaults and (`describe`) meanings. */
  readonly params: z.ZodObject;
  /** The views of the batch that its body receives. */
  readonly inputs: Inputs;
  /** @deprecated Its name is `inputs`. */
  readonly sees?: Inputs;
  /** Numbers of spatial dimensions it is defined for. Absent: 2 and 3. */
  readonly dimensions?: readonly (2 | 3)[];
  /**
   * `space`: the prediction is a vector field, one channel per spatial axis, whatever the classes. `contour`: vertices `[batch, points, 2]`, or such a field, which moves
   * them. Absent: one channel per class.
   */
  readonly channels?: "space" | "contour";
  /** Bounds of its value. */
  readonly range: readonly [number, number];
  /** `linear`: a few passes over the pixels. `transform`: a distance map or skeleton. `sort`: sorting or persistent homology. */
  readonly cost: "linear" | "transform" | "sort";
  /** The paper, with an identifier. */
  readonly reference: string;
  /** When to use it and when not, from evidence. */
  readonly advice: string;
  /** What happens on empty and full masks, at saturation, at ties. */
  readonly edges: string;
  /** Programs that compile. */
  readonly examples: readonly string[];
  readonly body: (inputs: Readonly<Record<string, Expr | undefined>>, params: never, context: Context) => Expr;
}

/** The names of a schema's parameters. */
type Names<P extends z.ZodObject> = keyof z.output<P> & string;

/** What a request gives: nothing where the parameter that names it may be left out, and is. */
type Given<P extends z.ZodObject, R> = R extends { readonly head: infer N } | { readonly field: infer N }
  ? undefined extends z.output<P>[N & keyof z.output<P>]
    ? Expr | undefined
    : Expr
  : Expr;

type Declared<P extends z.ZodObject, S extends Inputs<Names<P>>> = Omit<
  LossDeclaration,
  "params" | "inputs" | "sees" | "body"
> & {
  readonly params: P;
  readonly body: (inputs: { readonly [K in keyof S]: Given<P, S[K]> }, params: z.output<P>, context: Context) => Expr;
};

/**
 * Declare a loss. The body's argument types follow from `inputs` and `params`.
 *
 * @example
 * defineLoss({ name: "brier", …, params: z.object({}), inputs: { p: "probabilities", g: "onehot" }, body: ({ p, g }) => p.sub(g).square().mean("space") })
 */
export function defineLoss<P extends z.ZodObject, const S extends Inputs<Names<P>>>(
  declaration: Declared<P, S> & { readonly inputs: S; readonly sees?: Inputs },
): LossDeclaration & { readonly params: P };
/** @deprecated `sees` is called `inputs`. */
export function defineLoss<P extends z.ZodObject, const S extends Inputs<Names<P>>>(
  declaration: Declared<P, S> & { readonly sees: S },
): LossDeclaration & { readonly params: P };
export function defineLoss(
  declaration: Omit<LossDeclaration, "inputs"> & { readonly inputs?: Inputs },
): LossDeclaration {
  const inputs = declaration.inputs ?? declaration.sees ?? {};
  return { ...declaration, inputs, sees: inputs };
}

/** What the checker must know of a parameter beyond its type; carried by zod's `meta`, which survives `default`, `optional` and `describe`. */
export interface ParameterMeta {
  /** One number for each class the term sees: the checker compares the length with the task. A list of lists is square. */
  readonly perClass?: boolean;
  /** Numbers below the number of spatial dimensions: `2` (cavities) is refused where the data is 2-D. */
  readonly belowSpace?: boolean;
  /** The name of a further tensor, which the task must list. */
  readonly names?: "head" | "field";
}

/** The name of a head of the task, in a program `motion=field`: what a {@link HeadRequest} points to. */
export const headName = () => z.string().meta({ names: "head" } satisfies ParameterMeta);

/** The name of a field of the task, in a program `normals=n`: what a {@link FieldRequest} points to. */
export const fieldName = () => z.string().meta({ names: "field" } satisfies ParameterMeta);

/** A list with one number for each class the term sees: `weights: perClassNumbers().optional().describe("…")`. */
export const perClassNumbers = (each: z.ZodType<number> = z.number()) =>
  z
    .array(each)
    .min(1)
    .meta({ perClass: true } satisfies ParameterMeta);

/** Dimensions of topological features: 0 components, 1 loops (in 3-D tunnels), 2 cavities, which only 3-D data has. */
export const homologyDimensions = () =>
  z
    .array(z.int().min(0).max(2))
    .min(1)
    .meta({ belowSpace: true } satisfies ParameterMeta);

/** The `ParameterMeta` of a parameter, looked for under `default`, `optional`, `nullable` and the like. */
export function parameterMeta(schema: z.ZodType): ParameterMeta {
  let found: ParameterMeta = {};
  for (
    let at: unknown = schema;
    at instanceof z.ZodType;
    at = (at.def as { innerType?: unknown; in?: unknown }).innerType
  ) {
    found = { ...(at.meta() as ParameterMeta | undefined), ...found };
  }
  return found;
}
