import type { IToken } from "chevrotain";
import type {
  ArgumentsCstNode,
  MomentCstNode,
  PhaseCstNode,
  TimeCstNode,
  TriggerCstNode,
  WhenCstNode,
} from "../../grammar/cst.gen.js";
import { cover } from "../text.js";
import type * as ast from "./ast.js";
import { finiteNumber, wholeOf } from "./lower-number.js";
import { every, only, type SyntaxLowering } from "./lowering.js";
import { easeWithoutFade, momentWithoutUnit, thenWithout } from "./slips.js";

/** Arguments hold expressions, which hold phases: the caller says how they are lowered. */
type LowerArguments = (r: SyntaxLowering, cst: ArgumentsCstNode) => ast.Argument[];

/** The moment of a phase: what stands between `then` and the expression. */
export function lowerPhaseMoment(
  r: SyntaxLowering,
  { children, recoveredNode }: PhaseCstNode,
  lowerArguments: LowerArguments,
): ast.When {
  const then = r.token(children.Then);
  const at = r.token(children.At);
  const cst = only(children.when);
  const when = cst && lowerWhen(r, cst, lowerArguments);
  if (then && !at && !(recoveredNode && !when)) thenWithout(r, then, when);
  if (when) return when;
  const missing = r.missing();
  return { kind: "switch", at: missing, span: missing.span };
}

function lowerWhen(r: SyntaxLowering, { children }: WhenCstNode, lowerArguments: LowerArguments): ast.When {
  const trigger = only(children.trigger);
  if (trigger) {
    const call = lowerTrigger(r, trigger, lowerArguments);
    return call.kind === "call"
      ? { kind: "trigger", call, span: call.span }
      : { kind: "switch", at: call, span: call.span };
  }
  const from = lowerMoment(r, children.moment?.[0], true);
  const dots = r.token(children.DotDot);
  if (!dots) {
    const ease = r.token(children.Ease);
    if (ease && from.kind === "moment") easeWithoutFade(r, ease, from.span);
    return { kind: "switch", at: from, span: from.span };
  }
  const to = lowerMoment(r, children.moment?.[1], false);
  const ease = r.token(children.Ease);
  const span = cover(from.span, ease ? r.span(ease) : to.span);
  return { kind: "fade", from, to, ...(ease && { ease: r.identOf(ease) }), span };
}

function lowerTrigger(
  r: SyntaxLowering,
  { children }: TriggerCstNode,
  lowerArguments: LowerArguments,
): ast.Call | ast.Missing {
  const name = r.token(children.Name);
  if (!name) return r.missing();
  const given = only(children.arguments);
  const args = given ? lowerArguments(r, given) : [];
  return { kind: "call", name: r.identOf(name), args, span: r.since(name.startOffset) };
}

/** `epoch40` as a value, or `epoch10..40`. */
export function lowerTime(r: SyntaxLowering, { children }: TimeCstNode): ast.ArgumentValue {
  const from = lowerMoment(r, children.moment?.[0], true);
  const dots = r.token(children.DotDot);
  if (!dots || from.kind === "missing") return from;
  const to = lowerMoment(r, children.moment?.[1], false);
  if (to.kind === "missing") return to;
  return { kind: "span-of-time", from, to, span: cover(from.span, to.span) };
}

function lowerMoment(
  r: SyntaxLowering,
  cst: MomentCstNode | undefined,
  needsUnit: boolean,
): ast.MomentExpr | ast.Missing {
  const base = cst && lowerBase(r, cst, needsUnit);
  if (!base) return r.missing();
  let offset = 0;
  for (const { children } of every(cst.children.offset)) {
    const minus = r.token(children.Minus);
    if (!minus) r.token(children.Plus);
    const by = r.token(children.Numeral);
    if (by) offset += (minus ? -1 : 1) * finiteNumber(r, by, by.image);
  }
  return { kind: "moment", base, offset, span: r.since(base.span.start) };
}

function lowerBase(
  r: SyntaxLowering,
  { children }: MomentCstNode,
  needsUnit: boolean,
): ast.MomentExpr["base"] | undefined {
  const epoch = r.token(children.Epoch);
  if (epoch) return { kind: "epoch", value: counted(r, epoch, "epoch"), span: r.span(epoch) };
  const step = r.token(children.Step);
  if (step) return { kind: "step", value: counted(r, step, "step"), span: r.span(step) };
  const percent = r.token(children.Percent);
  if (percent) {
    return { kind: "percent", value: finiteNumber(r, percent, percent.image.slice(0, -1)), span: r.span(percent) };
  }
  const number = r.token(children.Numeral);
  if (number) {
    if (needsUnit) momentWithoutUnit(r, number);
    return { kind: "plain", value: finiteNumber(r, number, number.image), span: r.span(number) };
  }
  const name = r.token(children.Name);
  return name && r.identOf(name);
}

const counted = (r: SyntaxLowering, token: IToken, unit: "epoch" | "step"): number =>
  wholeOf(r, token, `${unit}s`, token.image.slice(unit.length));
