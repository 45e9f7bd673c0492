import type { TriggerName } from "../../grammar/words.js";
import { balance } from "./balance.js";
import { deep } from "./deep.js";
import { plateau } from "./plateau.js";
import { ramp } from "./ramp.js";
import { reaches } from "./reaches.js";
import type { CallableWord, ExpressionWord, TriggerWord } from "./word.js";

/** The words that stand in an expression. */
export const expressionWords: readonly ExpressionWord[] = [ramp, balance, deep];

/** What `then@` may wait for. A name in `grammar/words.ts` without its record does not compile. */
const triggers: Readonly<Record<TriggerName, TriggerWord>> = { plateau, reaches };
export const triggerWords: readonly TriggerWord[] = Object.values(triggers);

/** Every word that takes arguments. */
export const words: readonly CallableWord[] = [...expressionWords, ...triggerWords];

const byName = new Map(words.map((word) => [word.name, word]));

export const wordNamed = (name: string): CallableWord | undefined => byName.get(name);
