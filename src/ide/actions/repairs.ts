import type { Catalog } from "../../diagnostics/catalog.js";
import { addInstead } from "./add-instead.js";
import { beginProgram } from "./begin-program.js";
import { changeSpace } from "./change-space.js";
import { clamp } from "./clamp.js";
import { closeString } from "./close-string.js";
import { defForParam } from "./def-for-param.js";
import { defineName } from "./define-name.js";
import { epochForTrigger } from "./epoch-for-trigger.js";
import { fitList } from "./fit-list.js";
import { giveArguments } from "./give-arguments.js";
import { giveUnit } from "./give-unit.js";
import { joinClasses } from "./join-classes.js";
import { joinPrograms } from "./join-programs.js";
import { joinSelections } from "./join-selections.js";
import { joinTasks } from "./join-tasks.js";
import { labelsForClass } from "./labels-for-class.js";
import { lastClass } from "./last-class.js";
import { lengthForSpan } from "./length-for-span.js";
import { lineComments } from "./line-comments.js";
import { addClass, addField, addHead, addMask } from "./list-in-task.js";
import { minimizeDefinition } from "./minimize-definition.js";
import { moveUp } from "./move-up.js";
import { multiplyByLoss } from "./multiply-by-loss.js";
import { nameClasses } from "./name-classes.js";
import { nameProgram } from "./name-program.js";
import { numberForMoment } from "./number-for-moment.js";
import { orderPhases } from "./order-phases.js";
import { parenthesesForBraces } from "./parentheses-for-braces.js";
import { partFades } from "./part-fades.js";
import { proposeValues } from "./propose-values.js";
import { rampOfQuotient } from "./ramp-of-quotient.js";
import { removeArgument } from "./remove-argument.js";
import { removeCall } from "./remove-call.js";
import { removeDanglingOperator } from "./remove-dangling-operator.js";
import { removeDivision } from "./remove-division.js";
import { removeEntry } from "./remove-entry.js";
import { removeListItem } from "./remove-list-item.js";
import { removeOffset } from "./remove-offset.js";
import { removePhase } from "./remove-phase.js";
import { removePower } from "./remove-power.js";
import { removeRepeatedArgument } from "./remove-repeated-argument.js";
import { removeSelection } from "./remove-selection.js";
import { removeTask } from "./remove-task.js";
import { removeTerm } from "./remove-term.js";
import { removeUnexpected } from "./remove-unexpected.js";
import { removeUse } from "./remove-use.js";
import { renameEverywhere, renameReserved, renameSecond } from "./rename-definition.js";
import { renameWord } from "./rename-word.js";
import { replaceCharacters } from "./replace-characters.js";
import { round } from "./round.js";
import type { Repair } from "./situation.js";
import { superviseByHand } from "./supervise-by-hand.js";
import { turnSign } from "./turn-sign.js";
import { turnSpan } from "./turn-span.js";
import { unitForParam } from "./unit-for-param.js";
import { weighByNumbers } from "./weigh-by-numbers.js";

/** The report brings its own fix. */
const carried: Repair = () => [];

/** What can be done about each report of the catalogue, beside the fixes it carries; or why nothing is offered. */
export const repairs = {
  unexpectedText: [removeUnexpected],
  missingPart: [removeDanglingOperator],
  emptyProgram: [beginProgram],
  unknownCharacters: [replaceCharacters],
  unclosedBracket: [carried],
  strayBracket: [carried],
  unclosedString: [closeString],
  missingOperator: [carried],
  foreignSign: [carried, parenthesesForBraces, lineComments, removePower],
  missingMoment: [carried],
  missingAt: [carried],
  momentWithoutUnit: [carried],
  easeWithoutFade: [carried],
  notWhole: [round],
  numberTooLarge: "which number was meant cannot be known",
  minimizeTwice: [joinPrograms],
  missingMinimize: [carried],
  itemAfterProgram: [moveUp],
  reservedWord: [renameWord],
  momentOutOfPlace: [carried, numberForMoment],
  nestedTooDeeply: "a bound: the program must be written another way",
  textTooLarge: "a bound: the program must be written another way",
  chainTooLong: "a bound: the program must be written another way",
  tooManyMistakes: "the mistakes themselves have their fixes",

  unknownName: [carried, defineName],
  unknownClass: [carried, addClass],
  unknownHead: [carried, addHead],
  unknownMask: [carried, addMask],
  unknownField: [carried, addField],
  unknownParameter: [carried, removeArgument],
  unknownTaskKey: [carried, removeEntry],
  unknownOverride: "the host set it",
  duplicateName: [renameSecond],
  shadowedLoss: [renameEverywhere],
  recursion: [removeTerm],
  useFailed: [removeUse],
  useCycle: [removeUse],
  usePath: [removeUse],
  unusedParam: [carried],
  unusedDef: [carried],
  unknownTrigger: [carried],
  reservedName: [renameReserved],
  unnamedClasses: [nameClasses],
  taskInUsedFile: [removeTask],
  minimizeInUsedFile: [nameProgram],
  nothingToMinimize: [minimizeDefinition],
  duplicateTaskKey: [removeEntry],
  duplicateTask: [joinTasks],

  bareNumber: [multiplyByLoss],
  numberAndLoss: [carried, removeTerm],
  argumentType: [carried, removeArgument],
  argumentBounds: [clamp, removeArgument],
  argumentRefused: [removeArgument, removeCall],
  positionalArgument: [carried, removeArgument],
  repeatedArgument: [removeRepeatedArgument],
  missingArgument: [giveArguments],
  listLength: [fitList],
  productOfLosses: [carried],
  divisionByLoss: [addInstead, removeDivision],
  divisionByZero: [removeDivision],
  divisionByMoving: [rampOfQuotient],
  classOutOfRange: [lastClass],
  emptyRange: [carried],
  nothingSelected: [joinSelections, removeSelection],
  conflictingPlaces: [removeSelection],
  selectionFromNumber: [removeSelection],
  wrongSpace: [changeSpace],
  noSuchDimension: [removeListItem],
  oneExclusiveClass: [labelsForClass],
  taskValue: [carried, proposeValues, removeEntry],
  classesAndLabels: [joinClasses, removeEntry],
  mixedPhases: [multiplyByLoss],
  notANumber: [defForParam],
  tooLarge: "a bound: the program must be written another way",
  notCallable: [removeCall],
  overrideType: "the host set it",
  infiniteNumber: "which number was meant cannot be known",
  hostOption: "the host set it",
  notAnExpression: [removeTerm],

  phasesOutOfOrder: [orderPhases],
  phaseNeverBegins: [removePhase],
  emptySpan: [turnSpan],
  termNeverCounts: [removeTerm],
  negativeWeight: [turnSign],
  needsStepsPerEpoch: "the host says how long an epoch is",
  needsEpochs: "the host says how long the training is",
  notAMoment: [unitForParam],
  negativeMoment: [removeOffset],
  overlappingFades: [partFades],
  unitlessMoment: [giveUnit],
  rampOutsidePhase: [lengthForSpan],

  triggerCannotRun: [epochForTrigger],
  balanceCannotRun: [weighByNumbers],
  deepCannotRun: [superviseByHand],
  triggersCombined: "which order was meant cannot be known",
  cannotRunYet: "the report that names the part has its fix",
  optionOfCompile: "the host set it",
  backendMissing: "the host set it",
} satisfies Record<keyof Catalog, readonly Repair[] | string>;
