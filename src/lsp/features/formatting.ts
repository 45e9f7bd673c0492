import { formatting as formattingOf, rangeFormatting } from "../../ide/index.js";
import { offsetRangeOf, textEditsOf } from "../protocol/convert.js";
import { type Feature, onDocument } from "../protocol/feature.js";

/** The one layout, for a whole text or a part of it; a torn text stays as it is. */
export const formattingFeature: Feature = {
  capabilities: () => ({ documentFormattingProvider: true, documentRangeFormattingProvider: true }),
  listen(connection, workspace) {
    connection.onDocumentFormatting(
      onDocument(connection, workspace, "formatting", ({ document, analysis }) =>
        textEditsOf(document, formattingOf(analysis)),
      ),
    );
    connection.onDocumentRangeFormatting(
      onDocument(connection, workspace, "formatting of a range", ({ document, analysis }, { range }) =>
        textEditsOf(document, rangeFormatting(analysis, offsetRangeOf(document, range))),
      ),
    );
  },
};
