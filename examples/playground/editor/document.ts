/** Where the text that is written seems to lie, beside the bundled specifications: nobody's disk has it. */
export const folder = "/playground";
export const uri = `file://${folder}/playground.loss`;
