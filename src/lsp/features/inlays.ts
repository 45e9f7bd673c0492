import { type InlayHint, InlayHintKind } from "vscode-languageserver";
import { inlayHints } from "../../ide/index.js";
import { offsetRangeOf } from "../protocol/convert.js";
import { type Feature, onDocument } from "../protocol/feature.js";
import { fileNameOf } from "../protocol/file-names.js";

/** Remarks between the words, if they are wanted. */
export const inlayHintFeature: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  listen(connection, workspace) {
    connection.languages.inlayHint.on(
      onDocument(connection, workspace, "hints", ({ document, analysis }, { range }): InlayHint[] => {
        if (workspace.settingsOf(fileNameOf(document.uri)).inlayHints === false) return [];
        return inlayHints(analysis, offsetRangeOf(document, range)).map(
          ({ offset, label, kind, padding, tooltip }) => ({
            position: document.positionAt(offset),
            label,
            ...(kind === "activation" && { kind: InlayHintKind.Type }),
            ...(padding === "left" ? { paddingLeft: true } : { paddingRight: true }),
            tooltip,
          }),
        );
      }),
    );
  },
};
