import { formatting as formattingOf, rangeFormatting } from "../../ide/index.js";
import { stretchOf, textEditsOf } from "../convert.js";
import { type Feature, onText } from "../feature.js";

/** The one layout, for a whole text or a part of it; a torn text stays as it is. */
export const formatting: Feature = {
  capabilities: () => ({ documentFormattingProvider: true, documentRangeFormattingProvider: true }),
  listen(connection, workspace) {
    connection.onDocumentFormatting(
      onText(connection, workspace, "formatting", ({ document, analysis }) =>
        textEditsOf(document, formattingOf(analysis)),
      ),
    );
    connection.onDocumentRangeFormatting(
      onText(connection, workspace, "formatting of a range", ({ document, analysis }, { range }) =>
        textEditsOf(document, rangeFormatting(analysis, stretchOf(document, range))),
      ),
    );
  },
};
