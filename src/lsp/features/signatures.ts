import { signature } from "../../ide/index.js";
import { atPosition, type Feature } from "../protocol/feature.js";
import { markup } from "../protocol/markup.js";

/** How the call around a place is written, and which of its parameters is being given. */
export const signatureFeature: Feature = {
  capabilities: () => ({ signatureHelpProvider: { triggerCharacters: ["(", ","], retriggerCharacters: [")", "="] } }),
  listen(connection, workspace) {
    connection.onSignatureHelp(
      atPosition(connection, workspace, "signature help", ({ analysis }, offset) => {
        const found = signature(analysis, offset);
        if (!found) return null;
        const formats = workspace.client.textDocument?.signatureHelp?.signatureInformation?.documentationFormat;
        const { label, documentation, parameters, active } = found;
        const told = parameters.map((one) => ({
          label: [...one.label] as [number, number],
          documentation: markup(one.documentation, formats),
        }));
        return {
          signatures: [{ label, documentation: markup(documentation, formats), parameters: told }],
          activeSignature: 0,
          // Beyond the last: none is marked.
          activeParameter: active ?? parameters.length,
        };
      }),
    );
  },
};
