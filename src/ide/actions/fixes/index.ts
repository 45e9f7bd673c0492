import type { Catalog } from "../../../diagnostics/catalog/index.js";
import type { QuickFix } from "../fix-context.js";
import * as args from "./arguments.js";
import * as items from "./items.js";
import { addMissingArguments } from "./missing-arguments.js";
import * as names from "./names.js";
import * as phases from "./phases.js";
import * as selections from "./selections.js";
import * as syntax from "./syntax.js";
import * as task from "./task.js";
import * as time from "./time.js";
import * as unsupported from "./unsupported.js";
import * as weights from "./weights.js";

/** The report brings its own fix. */
const carried = "carried";

/** What mends each report of the catalogue; or, as a sentence, why nothing is offered. A report without a line here does not compile. */
export const quickFixesByReport: Readonly<Record<keyof Catalog, readonly (QuickFix | "carried")[] | string>> = {
  unexpectedText: [syntax.removeUnexpected],
  missingPart: [syntax.removeDanglingOperator],
  emptyProgram: [items.beginProgram],
  unknownCharacters: [syntax.replaceCharacters],
  unclosedBracket: [carried],
  strayBracket: [carried],
  unclosedString: [syntax.closeString],
  missingOperator: [carried],
  foreignSign: [carried, syntax.parenthesesForBraces, syntax.lineComments, syntax.productForPower],
  missingMoment: [carried],
  missingAt: [carried],
  momentWithoutUnit: [carried],
  easeWithoutFade: [carried],
  notWhole: [time.roundNumber],
  numberTooLarge: "which number was meant cannot be known",
  minimizeTwice: [items.joinPrograms],
  missingMinimize: [carried],
  itemAfterProgram: [items.moveBeforeProgram],
  reservedWord: [names.renameKeyword],
  momentOutOfPlace: [carried, time.numberForTime],
  nestedTooDeeply: "a bound: the program must be written another way",
  textTooLarge: "a bound: the program must be written another way",
  chainTooLong: "a bound: the program must be written another way",
  misspeltKeyword: [carried],
  tooManyMistakes: "the mistakes themselves have their fixes",

  unknownName: [carried, names.defineName],
  unknownClass: [carried, task.addClass],
  unknownHead: [carried, task.addHead],
  unknownMask: [carried, task.addMask],
  unknownField: [carried, task.addField],
  unknownParameter: [carried, args.removeArgument],
  unknownTaskKey: [carried, task.removeEntry],
  unknownOverride: "the host set it",
  duplicateName: [names.renameSecond],
  shadowedLoss: [names.renameEverywhere],
  recursion: [weights.removeTerm],
  useFailed: [items.removeUse],
  useCycle: [items.removeUse],
  usePath: [items.removeUse],
  unusedParam: [carried],
  unusedDef: [carried],
  unknownTrigger: [carried],
  reservedName: [names.renameReserved],
  unnamedClasses: [task.nameClasses],
  taskInUsedFile: [items.removeTask],
  minimizeInUsedFile: [items.programToDefinition],
  nothingToMinimize: [items.minimizeDefinition],
  duplicateTaskKey: [task.removeEntry],
  duplicateTask: [task.joinTasks],

  bareNumber: [weights.multiplyByLoss],
  numberAndLoss: [carried, weights.removeTerm],
  argumentType: [carried, args.removeArgument],
  argumentBounds: [args.clampToBound, args.removeArgument],
  argumentRefused: [args.removeArgument, args.removeCall],
  positionalArgument: [carried, args.removeArgument],
  repeatedArgument: [args.removeRepeatedArgument],
  missingArgument: [addMissingArguments],
  listLength: [args.resizeList],
  productOfLosses: [carried],
  divisionByLoss: [weights.sumForQuotient, weights.removeDivision],
  divisionByZero: [weights.removeDivision],
  divisionByMoving: [weights.reciprocalRamp],
  classOutOfRange: [selections.endAtLastClass],
  emptyRange: [carried],
  nothingSelected: [selections.joinSelections, selections.removeSelection],
  conflictingPlaces: [selections.removeSelection],
  selectionFromNumber: [selections.removeSelection],
  wrongSpace: [task.changeSpace],
  noSuchDimension: [args.removeListItem],
  oneExclusiveClass: [task.labelsForClass],
  taskValue: [carried, task.proposeValues, task.removeEntry],
  classesAndLabels: [task.joinClasses, task.removeEntry],
  mixedPhases: [weights.multiplyByLoss],
  notANumber: [names.defForParam],
  tooLarge: "a bound: the program must be written another way",
  notCallable: [args.removeCall],
  overrideType: "the host set it",
  infiniteNumber: "which number was meant cannot be known",
  hostOption: "the host set it",
  notAnExpression: [weights.removeTerm],
  withoutMeaning: "what was meant cannot be known",

  phasesOutOfOrder: [phases.orderPhases],
  phaseNeverBegins: [phases.removePhase],
  emptySpan: [time.swapEnds],
  termNeverCounts: [weights.removeTerm],
  negativeWeight: [weights.makePositive],
  needsStepsPerEpoch: "the host says how long an epoch is",
  needsEpochs: "the host says how long the training is",
  notAMoment: [time.addUnitToParam],
  negativeMoment: [time.removeOffset],
  overlappingFades: [phases.separateFades],
  unitlessMoment: "the parser reports the number first, with fixes of its own",
  rampOutsidePhase: [time.lengthForSpan],

  triggerCannotRun: [unsupported.epochForTrigger],
  balanceCannotRun: [unsupported.equalWeights],
  deepCannotRun: [unsupported.sumOverHeads],
  triggersCombined: "which order was meant cannot be known",
  cannotRunYet: "the report that names the part has its fix",
  optionOfCompile: "the host set it",
  backendMissing: "the host set it",
};
