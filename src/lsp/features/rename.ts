import { LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { prepareRename, type Refused, rename as renamed } from "../../ide/index.js";
import { rangeOf } from "../protocol/convert.js";
import { atPosition, type Feature } from "../protocol/feature.js";
import { workspaceEditOf } from "../protocol/locations.js";
import type { Workspace } from "../workspace.js";

/** Renaming, in every file that refers to what is renamed. */
export const renameFeature: Feature = {
  capabilities: (client) => ({
    renameProvider: client.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  listen(connection, workspace) {
    connection.onPrepareRename(
      atPosition(connection, workspace, "rename", ({ document, analysis }, offset) => {
        const found = prepareRename(analysis, offset);
        if (!found) return null;
        if ("refused" in found) throw refusal(found, workspace);
        return { range: rangeOf(document, found.span), placeholder: found.name };
      }),
    );
    connection.onRenameRequest(
      atPosition(connection, workspace, "rename", (analysed, offset, { newName }) => {
        const others = workspace.related(analysed);
        const result = renamed(analysed.analysis, offset, newName, others);
        if ("refused" in result) throw refusal(result, workspace);
        return workspaceEditOf(result.edits, [analysed.analysis, ...others], workspace);
      }),
    );
  },
};

/** Editors show the message beside the name. */
const refusal = ({ refused }: Refused, workspace: Workspace) =>
  new ResponseError(LSPErrorCodes.RequestFailed, workspace.withShortPaths(refused));
