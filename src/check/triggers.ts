import type { z } from "zod";
import type { Trigger } from "../program/program.js";
import type * as ast from "../syntax/ast.js";
import { matchArguments } from "./arguments.js";
import { block, type CheckContext, type Environment, quoted } from "./context.js";
import { suggestions, triggers } from "./library.js";
import { constantOf } from "./moments.js";
import { validate } from "./params.js";
import { signatures } from "./signatures.js";

const isTrigger = (name: string): name is Trigger["trigger"] => (triggers as readonly string[]).includes(name);

/** A moment that metrics decide. It is checked, and reported as something that cannot run yet. */
export function resolveTrigger(call: ast.Call, env: Environment, cx: CheckContext): Trigger | undefined {
  const { name: owner, span } = call.name;
  if (!isTrigger(owner)) {
    const hint = "triggers are `plateau` and `reaches`";
    cx.reports.report("unknownTrigger", span, { name: owner }, suggestions(owner, span, triggers, hint));
    return undefined;
  }
  const { schema, byPosition }: { schema: z.ZodObject; byPosition: readonly string[] } = signatures[owner];
  const signature = { owner, names: Object.keys(schema.shape), byPosition };
  const { named } = matchArguments(call.args ?? [], signature, cx.reports);
  const given = new Map(
    [...named].map(([name, argument]) => [name, { argument, constant: constantOf(argument.value, env, cx) }]),
  );
  const names = () => env.locals.keys();
  const data = validate({ owner, schema, given, span: call.span, names }, cx.reports);
  if (!data) return undefined;
  cx.reports.report(
    "triggerCannotRun",
    call.span,
    { trigger: quoted(cx, call.span) },
    {
      hint: "until then, say when the phase begins: `then@epoch40`",
    },
  );
  block(cx, { code: "L501", message: "Phases that metrics decide cannot run yet.", span: call.span });
  const options = Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value === "number"));
  return { trigger: owner, metric: String(data.metric), options: options as Record<string, number> };
}
