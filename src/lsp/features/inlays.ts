import { type InlayHint, InlayHintKind } from "vscode-languageserver";
import { inlayHints } from "../../ide/index.js";
import { stretchOf } from "../convert.js";
import { type Feature, onText } from "../feature.js";
import { nameOf } from "../names.js";

/** Remarks between the words, if they are wanted. */
export const inlays: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  listen(connection, workspace) {
    connection.languages.inlayHint.on(
      onText(connection, workspace, "hints", ({ document, analysis }, { range }): InlayHint[] => {
        if (workspace.settingsOf(nameOf(document.uri)).inlayHints === false) return [];
        return inlayHints(analysis, stretchOf(document, range)).map(({ offset, label, kind, padding, tooltip }) => ({
          position: document.positionAt(offset),
          label,
          ...(kind === "activation" && { kind: InlayHintKind.Type }),
          ...(padding === "left" ? { paddingLeft: true } : { paddingRight: true }),
          tooltip,
        }));
      }),
    );
  },
};
