import { stdlib } from "../../../stdlib/index.js";
import { recipes } from "../../../stdlib/recipes.gen.js";
import { analyse, complete, hover } from "../../ide/index.js";
import type { Latency } from "./latency.js";

/** Something an editor asks when a key is pressed. */
export interface Question {
  readonly name: Latency["name"];
  readonly what: string;
  /** @param key counts the keys, so that no text is asked about twice. */
  readonly ask: (key: number) => void;
  readonly bar: number;
}

/** A file longer than anyone writes: three hundred terms, each with a weight, arguments and a comment. */
function longText(): string {
  const lines = Array.from({ length: 300 }, (_, i) => {
    const chosen = i % 3 ? "" : "[vessel]";
    return `${i ? "    + " : "    "}${((i + 1) / 100).toFixed(2)}*tversky${chosen}(alpha=${(i + 1) / 400}, beta=0.7) // term ${i}`;
  });
  return `task {\n  classes: background, vessel\n}\n\nminimize\n${lines.join("\n")}\n`;
}

export function questions(): Question[] {
  const text = longText();
  const options = { library: stdlib, recipes, epochs: 100 };
  const typed = (key: number) => analyse({ file: "long.loss", text: `${text}// ${key}` }, options);
  const before = typed(-1);
  const middle = text.indexOf("tversky", text.length >> 1) + 3;
  const long = "a text of 300 terms";
  return [
    { name: "edit-300", what: `read and check ${long} again, as at every key`, ask: typed, bar: 5 },
    { name: "hover-300", what: `hover over a loss in ${long}`, ask: () => hover(before, middle), bar: 50 },
    { name: "complete-300", what: `complete a name in ${long}`, ask: () => complete(before, middle), bar: 50 },
  ];
}
