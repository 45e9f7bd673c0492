import { entry, say } from "./entry.js";

/** L4xx: moments, phases and weights over training. */
export const time = {
  phasesOutOfOrder: entry({
    code: "L401",
    severity: "error",
    title: "PHASES OUT OF ORDER",
    message: say`This phase begins at ${"at"}, before the phase written before it, which begins at ${"previous"}.`,
    explanation:
      "Phases are written in the order in which they happen, so that a schedule reads like the training it describes.",
    example: {
      wrong: "dice then@epoch40 ce then@epoch10 tversky",
      right: "dice then@epoch10 tversky then@epoch40 ce",
    },
  }),
  phaseNeverBegins: entry({
    code: "L402",
    severity: "warning",
    title: "PHASE NEVER BEGINS",
    message: say`\`${"phase"}\` never takes effect: ${"reason"}.`,
    explanation: "A phase that never takes effect is never computed; probably another moment was meant.",
    example: { wrong: "dice then@epoch0 ce", right: "dice then@epoch5 ce" },
  }),
  emptySpan: entry({
    code: "L403",
    severity: "error",
    title: "SPAN WITHOUT LENGTH",
    message: say`This span ends at ${"to"} and begins at ${"from"}: nothing can change within it.`,
    explanation: "A cross-fade or a ramp needs time. For an instant change use a switch: `then@epoch40`.",
    example: { wrong: "dice then@epoch40..30 ce", right: "dice then@epoch30..40 ce" },
  }),
  termNeverCounts: entry({
    code: "L404",
    severity: "warning",
    title: "WEIGHT ALWAYS ZERO",
    message: say`\`${"label"}\` has weight 0 at all times.`,
    explanation: "A term without weight is not computed. It has no effect on training.",
    example: { wrong: "dice + 0*ce", right: "dice + 0.1*ce" },
  }),
  negativeWeight: entry({
    code: "L405",
    severity: "warning",
    title: "NEGATIVE WEIGHT",
    message: say`The weight of \`${"label"}\` becomes negative (${"weight"}${"when"}), so training makes this loss larger.`,
    explanation:
      "A loss measures what is wrong. Subtracting one rewards errors, unless a penalty on confidence or size is meant.",
    example: { wrong: "dice - 0.5*ce", right: "dice + 0.5*ce" },
  }),
  needsStepsPerEpoch: entry({
    code: "L406",
    severity: "error",
    title: "EPOCHS AND STEPS MIXED",
    message: say`This program measures time in ${"units"}, and I do not know how many steps an epoch has.`,
    explanation:
      "Give it as an option: `compile(source, { stepsPerEpoch: 250 })`. A program that uses only one of the units does not need it.",
    example: { wrong: "dice then@epoch2 ce then@step9000 tversky", right: "dice then@epoch2 ce then@epoch9 tversky" },
  }),
  needsEpochs: entry({
    code: "L407",
    severity: "error",
    title: "LENGTH OF TRAINING UNKNOWN",
    message: say`\`${"moment"}\` is a part of the training, and I do not know how long the training is.`,
    explanation: "Give it as an option: `compile(source, { epochs: 60 })`.",
    example: { wrong: "dice then@30% ce", right: "dice then@epoch18 ce" },
  }),
  notAMoment: entry({
    code: "L408",
    severity: "error",
    title: "NOT A MOMENT",
    message: say`\`${"name"}\` is ${"what"}, and a moment is needed here.`,
    explanation: "A moment is `epoch40`, `step1000`, `30%`, or a `param` that holds one.",
    example: {
      wrong: "param late = 40  minimize dice then@late ce",
      right: "param late = epoch40  minimize dice then@late ce",
    },
  }),
  negativeMoment: entry({
    code: "L409",
    severity: "error",
    title: "BEFORE THE BEGINNING",
    message: say`This is ${"moment"}, and training begins at 0.`,
    explanation: "Moments are counted from the beginning of training.",
    example: {
      wrong: "param late = epoch40  minimize dice then@late-50 ce",
      right: "param late = epoch40  minimize dice then@late-10 ce",
    },
  }),
  overlappingFades: entry({
    code: "L410",
    severity: "warning",
    title: "FADE CUT SHORT",
    message: say`This phase begins at ${"at"}, while the cross-fade before it lasts until ${"end"}.`,
    explanation:
      "The new phase then replaces a mixture of the two before it. This is well defined, but seldom what was meant.",
    example: {
      wrong: "dice then@epoch10..30 ce then@epoch20 tversky",
      right: "dice then@epoch10..20 ce then@epoch20 tversky",
    },
  }),
  unitlessMoment: entry({
    code: "L411",
    severity: "error",
    title: "MOMENT WITHOUT A UNIT",
    message: say`I cannot tell whether ${"value"} counts epochs, steps or percent.`,
    explanation:
      "Write `epoch40`, `step1000` or `30%`. A bare number can only end a span whose beginning has a unit: `epoch40..60`.",
  }),
  rampOutsidePhase: entry({
    code: "L412",
    severity: "warning",
    title: "RAMP ALREADY OVER",
    message: say`This ramp ends at ${"end"}, and its phase begins only at ${"start"}, so it never changes.`,
    explanation:
      "Spans such as `epoch10..40` count from the beginning of training. A length such as `over=20` counts from the beginning of the phase.",
    example: {
      wrong: "dice then@epoch40 dice + ramp(0, 1, over=epoch0..20)*ce",
      right: "dice then@epoch40 dice + ramp(0, 1, over=20)*ce",
    },
  }),
};
