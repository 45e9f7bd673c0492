import { entry, say } from "./entry.js";

/** L50x: what parses and checks but cannot run yet. L51x: how the host asked for it to run. */
export const running = {
  triggerCannotRun: entry({
    code: "L501",
    severity: "warning",
    title: "TRIGGERS CANNOT RUN YET",
    message: say`\`${"trigger"}\` is understood and checked, but phases that a metric triggers cannot run yet.`,
    explanation: "Until triggers run, say when the phase begins: `then@epoch40`.",
    example: { wrong: 'dice then@plateau("val_dice", patience=5) ce', right: "dice then@epoch40 ce" },
  }),
  balanceCannotRun: entry({
    code: "L502",
    severity: "warning",
    title: "BALANCING CANNOT RUN YET",
    message: say`\`balance\` is understood and checked, but adaptive weights cannot run yet.`,
    explanation: "Until balancing runs, weigh the terms by numbers: `0.5*dice + 0.5*ce`.",
    example: { wrong: "balance(dice, ce)", right: "0.5*dice + 0.5*ce" },
  }),
  deepCannotRun: entry({
    code: "L503",
    severity: "warning",
    title: "DEEP SUPERVISION CANNOT RUN YET",
    message: say`\`deep\` is understood and checked, but deep supervision cannot run yet.`,
    explanation: "Until it runs, add the heads by hand: `dice on main + 0.5*dice on aux`.",
    example: {
      wrong: "task { heads: main, aux } minimize deep(dice, heads=[main, aux])",
      right: "task { heads: main, aux } minimize dice on main + 0.5*dice on aux",
    },
  }),
  triggersCombined: entry({
    code: "L504",
    severity: "warning",
    title: "TRIGGER BESIDE ANOTHER SCHEDULE",
    message: say`A schedule with a trigger is combined with another schedule here, and the order of their phases is known only while training.`,
    explanation:
      "The phases of a program form one list in the order of time. With a trigger in one of two schedules that order is not known beforehand, so they cannot run yet.",
    example: {
      wrong: '(dice then@plateau("val") ce) + (tversky then@epoch5 dice)',
      right: "(dice then@epoch9 ce) + (tversky then@epoch5 dice)",
    },
  }),
  optionOfCompile: entry({
    code: "L510",
    severity: "error",
    title: "WRONG OPTION",
    message: say`The option \`${"option"}\` given to \`compile\`: ${"problem"}.`,
    explanation:
      "`compile(source, options)` takes `task`, `params`, `library`, `resolve`, `epochs`, `stepsPerEpoch` and `backend`; anything else would be ignored, so it is refused.",
  }),
  backendMissing: entry({
    code: "L511",
    severity: "error",
    title: "BACKEND NOT AVAILABLE",
    message: say`The fused \`${"backend"}\` backend runs where TensorFlow.js computes on it, and the active backend is ${"active"}.`,
    explanation:
      'Import `@tensorflow/tfjs-backend-webgpu` and wait for `tf.setBackend("webgpu")` before `compile`. Or use `auto` or `tfjs`, which run on whatever backend TensorFlow.js has active (cpu, wasm, webgpu), or `reference`, which computes in float64.',
  }),
  cannotRunYet: entry({
    code: "L505",
    severity: "error",
    title: "CANNOT RUN YET",
    message: say`${"message"}`,
    explanation:
      "The program is valid, but it needs something that this version can check but not run. Nothing else is run in its place.",
  }),
};
