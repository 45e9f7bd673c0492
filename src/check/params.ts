import type { z } from "zod";
import type { Reports } from "../diagnostics/diagnostic.js";
import { choicesOf, parameterOf } from "../parameters.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import { type Constant, constantKind, isUnknown, plainConstant, show } from "./constants.js";
import { suggestions } from "./library.js";
import { describeType } from "./type-words.js";

/** An argument and what it holds. */
export interface Given {
  readonly argument: ast.Argument;
  readonly constant: Constant;
}

type Issue = z.core.$ZodIssue;

interface Call {
  readonly owner: string;
  readonly schema: z.ZodObject;
  readonly given: ReadonlyMap<string, Given>;
  /** Where to report what concerns no single argument. */
  readonly span: Span;
  /** What to say where a parameter is missing, other than what it means. */
  readonly missing?: Readonly<Record<string, string>>;
  /** Names that could have been meant by a word that means nothing. */
  readonly names: () => Iterable<string>;
}

/** The arguments with defaults filled in; `undefined` where one is refused, which has then been reported at its place. */
export function validate(call: Call, reports: Reports): Readonly<Record<string, unknown>> | undefined {
  const data: Record<string, unknown> = {};
  let sound = true;
  for (const [name, { constant }] of call.given) {
    if (isUnknown(constant)) sound = false;
    else if (fits(constant)) data[name] = plainConstant(constant);
    else {
      sound = false;
      reportType(call, name, [], reports);
    }
  }
  const result = call.schema.safeParse(data);
  if (result.success) return sound ? result.data : undefined;
  for (const issue of result.error.issues) if (!isSilenced(issue, call, data)) reportIssue(issue, call, reports);
  return undefined;
}

/** Moments, losses and moving numbers are no data; they are refused before the schema sees them. */
const fits = (constant: Constant): boolean =>
  constant.kind === "list"
    ? constant.items.every(fits)
    : ["number", "string", "word", "boolean"].includes(constant.kind);

/** A parameter whose argument was left out above because it is torn or refused. */
const isSilenced = (issue: Issue, { given }: Call, data: Record<string, unknown>): boolean => {
  const name = String(issue.path[0] ?? "");
  return given.has(name) && !Object.hasOwn(data, name);
};

function reportIssue(issue: Issue, call: Call, reports: Reports): void {
  const name = String(issue.path[0] ?? "");
  const path = issue.path.slice(1);
  const { owner } = call;
  const given = call.given.get(name);
  if (issue.path.length > 0 && !given) {
    reports.report(
      "missingArgument",
      call.span,
      { owner, parameter: name },
      { hint: call.missing?.[name] ?? meaning(call, name) },
    );
    return;
  }
  if (issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union") {
    reportType(call, name, path, reports);
    return;
  }
  const span = given ? placeOf(given.argument.value, path) : call.span;
  const bound = boundOf(issue);
  if (bound === undefined || !given) {
    const what = given ? `this \`${name}\`` : "these arguments";
    const reason = issue.message.replace(/\.$/, "");
    reports.report("argumentRefused", span, { owner, what, reason }, { hint: given && meaning(call, name) });
    return;
  }
  const holes = { owner, parameter: name, bound, found: sizeOrValue(at(given.constant, path)) };
  reports.report("argumentBounds", span, holes, { hint: meaning(call, name) });
}

function reportType(call: Call, name: string, path: readonly PropertyKey[], reports: Reports): void {
  const { argument, constant } = call.given.get(name)!;
  const { type } = parameterOf(call.schema, name)!;
  const span = placeOf(argument.value, path);
  const wrong = at(constant, path);
  const expected = path.length > 0 ? `${describeType(type)} throughout` : describeType(type);
  const holes = { owner: call.owner, parameter: name, expected, found: foundIn(wrong) };
  const options = choicesOf(type);
  const known = options.length > 0 ? options : call.names();
  const help = meaning(call, name);
  reports.report(
    "argumentType",
    span,
    holes,
    wrong.kind === "word" ? () => suggestions(wrong.value, span, known, help) : { hint: help },
  );
}

/** What the parameter means and what it is if nobody says. */
function meaning({ schema }: Call, name: string): string | undefined {
  const parameter = parameterOf(schema, name);
  if (!parameter) return undefined;
  const fallback = parameter.default;
  const parts = [parameter.meaning.replace(/\.$/, ""), fallback !== undefined && `default ${JSON.stringify(fallback)}`];
  const said = parts.filter(Boolean).join("; ");
  return said === "" ? undefined : `\`${name}\`: ${said}`;
}

function boundOf(issue: Issue): string | undefined {
  if (issue.code === "not_multiple_of") return `a multiple of ${issue.divisor}`;
  if (issue.code !== "too_small" && issue.code !== "too_big") return undefined;
  const small = issue.code === "too_small";
  const limit = small ? issue.minimum : issue.maximum;
  const measured = issue.origin === "array" || issue.origin === "string";
  const relation = issue.exact
    ? ""
    : measured || issue.inclusive
      ? small
        ? "at least "
        : "at most "
      : small
        ? "greater than "
        : "less than ";
  return `${relation}${limit}${measured ? " long" : ""}`;
}

function sizeOrValue(constant: Constant): string {
  if (constant.kind === "list") return `${constant.items.length} long`;
  return show(constant);
}

const foundIn = (constant: Constant): string => {
  if (constant.kind === "word") return `the word \`${constant.value}\``;
  return ["number", "string", "boolean"].includes(constant.kind) ? show(constant) : constantKind(constant);
};

/** The part of a constant that an issue concerns. */
const at = (constant: Constant, path: readonly PropertyKey[]): Constant =>
  path.reduce<Constant>(
    (found, index) => (found.kind === "list" ? (found.items[Number(index)] ?? found) : found),
    constant,
  );

/** The place of that part, as far as the list is written there. */
const placeOf = (value: ast.ArgumentValue, path: readonly PropertyKey[]): Span =>
  path.reduce<ast.ArgumentValue>(
    (found, index) => (found.kind === "list" ? (found.items[Number(index)] ?? found) : found),
    value,
  ).span;
