import type { CheckOptions } from "../../check/check.js";
import { type LossDeclaration, parameterMeta } from "../../loss.js";
import type { Source } from "../../text.js";
import { programOf } from "../check-spec.js";
import type { Invocation } from "../host.js";
import { inlineName } from "../spec.js";
import { type Extent, gradcheck } from "./gradcheck.js";
import { type Summary, summarise } from "./summary.js";

/** A program of the catalogue, by what is checked in it. */
export interface Entry {
  readonly name: string;
  readonly text: string;
}

/** What there is to check: each loss with its defaults, each recipe as it is written. */
export const catalogue = (losses: readonly LossDeclaration[], recipes: readonly Source[]): readonly Entry[] => [
  ...losses.map(entry),
  ...recipes.map(({ file }) => file.replace(/\.loss$/, "")).map((name) => ({ name, text: name })),
];

/**
 * A loss that reads further heads or fields is given some by the names of its parameters. One that takes a part as a constant unless `detach` says otherwise
 * has the slope of its value only then.
 */
function entry({ name, params }: LossDeclaration): Entry {
  const needed = (kind: "head" | "field") =>
    Object.entries(params.shape)
      .filter(([, schema]) => parameterMeta(schema).names === kind && !schema.safeParse(undefined).success)
      .map(([parameter]) => parameter);
  const [heads, fields] = [needed("head"), needed("field")];
  const given = [
    ...[...heads, ...fields].map((parameter) => `${parameter}=${parameter}`),
    ...("detach" in params.shape ? ["detach=false"] : []),
  ];
  const term = given.length ? `${name}(${given.join(", ")})` : name;
  if (!heads.length && !fields.length) return { name: term, text: term };
  const task = [
    ...(heads.length ? [`heads: ${["main", ...heads].join(", ")}`] : []),
    ...(fields.length ? [`fields: ${fields.join(", ")}`] : []),
  ];
  return { name: term, text: `task {\n${task.join("\n")}\n}\nminimize ${term}${heads.length ? " on main" : ""}\n` };
}

/** Checks program after program, in the order of the catalogue. */
export async function* checkAll(
  entries: readonly Entry[],
  losses: readonly LossDeclaration[],
  extent: Extent,
  settings: Partial<CheckOptions>,
  session: Invocation,
): AsyncGenerator<Summary> {
  const library = new Map(losses.map((loss) => [loss.name, loss]));
  for (const { name, text } of entries) {
    const spec = { source: { file: inlineName, text } };
    const program = await programOf(spec, { ...settings, library: losses }, session);
    if (program) yield summarise(name, [...gradcheck(program, library, extent)]);
  }
}
