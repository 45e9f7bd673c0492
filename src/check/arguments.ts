import type { Reports } from "../diagnostics/diagnostic.js";
import { oneOf } from "../diagnostics/nearest.js";
import type * as ast from "../syntax/ast.js";
import { argumentCounterpart } from "./counterparts.js";
import { suggestions } from "./library.js";

/** How something may be called. */
export interface CallSignature {
  /** The name people know it by. */
  readonly owner: string;
  readonly names: readonly string[];
  /** Names that may be left out, in the order in which their values then stand. */
  readonly byPosition?: readonly string[];
  /** Whether any number of further values may stand without a name. */
  readonly open?: boolean;
}

export interface Matched {
  readonly named: ReadonlyMap<string, ast.Argument>;
  readonly open: readonly ast.Argument[];
}

/** Which argument goes to which parameter; what fits nowhere is reported and left out. */
export function matchArguments(args: readonly ast.Argument[], signature: CallSignature, reports: Reports): Matched {
  const named = new Map<string, ast.Argument>();
  const open: ast.Argument[] = [];
  let position = 0;
  let meant: Set<string> | undefined;
  for (const argument of args) {
    const name = argument.name?.name ?? signature.byPosition?.[position++];
    if (name === undefined) {
      if (signature.open) open.push(argument);
      else {
        meant ??= new Set(args.flatMap((argument) => argument.name?.name ?? []));
        unnamed(argument, signature, meant, reports);
      }
    } else if (!signature.names.includes(name)) unknown(argument, name, signature, reports);
    else if (named.has(name)) repeated(argument, name, named.get(name)!, signature, reports);
    else named.set(name, argument);
  }
  return { named, open };
}

function unnamed(argument: ast.Argument, { owner, names }: CallSignature, meant: Set<string>, reports: Reports): void {
  if (argument.value.kind === "missing") return;
  const name = names.find((candidate) => !meant.has(candidate));
  if (name === undefined) {
    const hint = names.length === 0 ? `\`${owner}\` takes no arguments` : `\`${owner}\` takes ${oneOf(names, "and")}`;
    reports.report("positionalArgument", argument.span, { owner }, { hint });
    return;
  }
  meant.add(name);
  const { file, start } = argument.span;
  const edits = [{ span: { file, start, end: start }, text: `${name}=` }];
  // With one parameter there is nothing else it could have been.
  const fixes = [{ title: `Name it: \`${name}=\``, certain: names.length === 1, edits }];
  reports.report("positionalArgument", argument.span, { owner }, { hint: `write \`${name}=…\``, fixes });
}

function unknown(argument: ast.Argument, name: string, { owner, names }: CallSignature, reports: Reports): void {
  const span = argument.name?.span ?? argument.span;
  const counterpart = argumentCounterpart(name);
  const all = names.length === 0 ? `\`${owner}\` takes no arguments` : `\`${owner}\` takes ${oneOf(names, "and")}`;
  reports.report("unknownParameter", span, { owner, name }, () =>
    counterpart === undefined ? suggestions(name, span, names, all) : { hint: counterpart },
  );
}

function repeated(
  argument: ast.Argument,
  parameter: string,
  first: ast.Argument,
  { owner }: CallSignature,
  reports: Reports,
): void {
  const related = [{ span: first.span, message: "first given here" }];
  reports.report("repeatedArgument", argument.span, { owner, parameter }, { related, hint: "keep one of the two" });
}
