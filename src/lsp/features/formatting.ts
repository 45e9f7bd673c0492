import { format } from "../../syntax/index.js";
import { leastEdit } from "../convert.js";
import type { Feature } from "../feature.js";
import { guarded } from "../guard.js";

/** The whole text in the one layout; a torn text stays as it is. */
export const formatting: Feature = {
  capabilities: { documentFormattingProvider: true },
  listen(connection, workspace) {
    connection.onDocumentFormatting(
      guarded(connection, "formatting", ({ textDocument }) => {
        const document = workspace.documents.get(textDocument.uri);
        return document ? leastEdit(document, format(document.getText())) : null;
      }),
    );
  },
};
