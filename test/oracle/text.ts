import type { Task } from "../../src/index.js";
import type { Expressed, Facts } from "./case.js";

type List = readonly (number | List)[];
type Value = number | boolean | string | List | undefined;

/** A number the language reads. */
const numeral = (x: number) => String(x);

const written = (value: Exclude<Value, undefined>): string => {
  if (typeof value === "number") return numeral(value);
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? JSON.stringify(value) : listing(value);
};

const listing = (list: List): string =>
  `[${list.map((x) => (typeof x === "number" ? numeral(x) : listing(x))).join(", ")}]`;

/** `dice[1,2](smooth=0)`: a loss with its arguments; those without a value, or false, are left out. */
export function term(loss: string, args: Readonly<Record<string, Value>> = {}, classes?: readonly number[]): string {
  const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== false);
  const list = given.map(([name, value]) => `${name}=${written(value!)}`).join(", ");
  return `${loss}${classes ? `[${classes.join(", ")}]` : ""}${list ? `(${list})` : ""}`;
}

export const times = (factor: number, text: string): string => (factor === 1 ? text : `${numeral(factor)}*${text}`);

/** A sum without the terms that weigh nothing; the first alone if all do. */
export function sum(...parts: readonly (readonly [weight: number, text: string])[]): string {
  const heavy = parts.filter(([weight]) => weight !== 0);
  return heavy.map(([weight, text]) => times(weight, text)).join(" + ") || parts[0]![1];
}

/** All classes, or all but the first where that is asked for and there is more than one. */
export const foreground = ({ classes }: Facts, withBackground: boolean): readonly number[] | undefined =>
  withBackground || classes === 1 ? undefined : Array.from({ length: classes - 1 }, (_, c) => c + 1);

/** A list over the classes seen: a number stands for all of them. */
export const listed = (value: number | readonly number[] | undefined, length: number): readonly number[] | undefined =>
  typeof value === "number" ? Array.from({ length }, () => value) : value;

interface TaskFacts {
  /** Softmax over the classes, or a sigmoid for each. Default: what the target is. */
  readonly exclusive?: boolean;
  readonly probabilities?: boolean;
  readonly ignore?: number | undefined;
  readonly spacing?: readonly number[] | undefined;
  readonly mask?: string;
  readonly fields?: readonly string[];
  readonly heads?: readonly string[];
}

/** A program and the task it stands in. */
export function program(c: Facts, source: string, about: TaskFacts = {}): Expressed {
  const { exclusive = c.exclusive, probabilities = c.probabilities, ignore, spacing, mask, fields, heads } = about;
  const names = Array.from({ length: c.classes }, (_, i) => `c${i}`);
  const task: Task = {
    prediction: probabilities ? "probabilities" : "logits",
    ...(c.several ? (exclusive ? { classes: names } : { labels: names }) : {}),
    ...(ignore === undefined ? {} : { ignore }),
    ...(spacing ? { spacing: [...spacing] } : {}),
    ...(mask ? { masks: [mask] } : {}),
    ...(fields ? { fields: [...fields] } : {}),
    ...(heads ? { heads: [...heads] } : {}),
  };
  return { source, task };
}
