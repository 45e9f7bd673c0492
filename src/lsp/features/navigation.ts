import { type Connection, type Definition, type DefinitionLink, DocumentHighlightKind } from "vscode-languageserver";
import { definition, documentLinks, highlights, references } from "../../ide/index.js";
import { rangeOf } from "../protocol/convert.js";
import { atPosition, type Feature, onDocument } from "../protocol/feature.js";
import { locationsOf } from "../protocol/locations.js";
import type { AnalysedDocument, Workspace } from "../workspace.js";

/** From a name to its declaration and its uses; from a path to its file. */
export const navigationFeature: Feature = {
  capabilities: () => ({
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: {},
  }),
  listen(connection, workspace) {
    connection.onDefinition(
      atPosition(connection, workspace, "definition", (analysed, offset) => definitionAt(analysed, offset, workspace)),
    );
    connection.onReferences(
      atPosition(connection, workspace, "references", (analysed, offset, { context }) => {
        const others = workspace.related(analysed);
        const spans = references(analysed.analysis, offset, { declaration: context.includeDeclaration, others });
        return locationsOf(spans, [analysed.analysis, ...others], workspace);
      }),
    );
    connection.onDocumentHighlight(
      atPosition(connection, workspace, "highlights", ({ document, analysis }, offset) =>
        highlights(analysis, offset).map(({ span, kind }) => ({
          range: rangeOf(document, span),
          kind: kind === "declaration" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        })),
      ),
    );
    listenForLinks(connection, workspace);
  },
};

function listenForLinks(connection: Connection, workspace: Workspace): void {
  connection.onDocumentLinks(
    onDocument(connection, workspace, "links", ({ document, analysis }) =>
      documentLinks(analysis).map(({ span, target }) => ({
        range: rangeOf(document, span),
        target: workspace.uriOf(target),
      })),
    ),
  );
}

function definitionAt(
  { document, analysis }: AnalysedDocument,
  offset: number,
  workspace: Workspace,
): Definition | DefinitionLink[] | null {
  const found = definition(analysis, offset);
  const name = found && workspace.locationOf(found.name, analysis);
  const target = found && workspace.locationOf(found.target, analysis);
  if (!name || !target) return null;
  if (!workspace.client.textDocument?.definition?.linkSupport) return name;
  return [
    {
      originSelectionRange: rangeOf(document, found.origin),
      targetUri: name.uri,
      targetRange: target.range,
      targetSelectionRange: name.range,
    },
  ];
}
