import { SemanticTokensBuilder } from "vscode-languageserver";
import { semanticTokens, tokenModifiers, tokenTypes } from "../../ide/index.js";
import { offsetRangeOf } from "../protocol/convert.js";
import { type Feature, onDocument } from "../protocol/feature.js";
import type { AnalysedDocument } from "../workspace.js";

/** What each word stands for, by which editors colour it. */
export const semanticTokenFeature: Feature = {
  capabilities: () => ({
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
  }),
  listen(connection, workspace) {
    /** What a client was last told of each text, of which it may want to hear only what is different now. */
    const told = new Map<string, SemanticTokensBuilder>();
    workspace.documents.onDidClose(({ document }) => told.delete(document.uri));
    const builderOf = (uri: string) => {
      const known = told.get(uri) ?? new SemanticTokensBuilder();
      told.set(uri, known);
      return known;
    };
    connection.languages.semanticTokens.on(
      onDocument(connection, workspace, "tokens", (analysed, { textDocument }) => {
        told.delete(textDocument.uri);
        return filled(builderOf(textDocument.uri), analysed).build();
      }),
    );
    connection.languages.semanticTokens.onDelta(
      onDocument(connection, workspace, "tokens", (analysed, { textDocument, previousResultId }) => {
        const builder = builderOf(textDocument.uri);
        builder.previousResult(previousResultId);
        return filled(builder, analysed).buildEdits();
      }),
    );
    connection.languages.semanticTokens.onRange(
      onDocument(connection, workspace, "tokens of a range", (analysed, { range }) =>
        filled(new SemanticTokensBuilder(), analysed, offsetRangeOf(analysed.document, range)).build(),
      ),
    );
  },
};

function filled(
  builder: SemanticTokensBuilder,
  { document, analysis }: AnalysedDocument,
  range = { start: 0, end: document.getText().length },
): SemanticTokensBuilder {
  for (const { span, type, modifiers } of semanticTokens(analysis, range)) {
    const { line, character } = document.positionAt(span.start);
    const bits = modifiers.reduce((sum, modifier) => sum + 2 ** tokenModifiers.indexOf(modifier), 0);
    builder.push(line, character, span.end - span.start, tokenTypes.indexOf(type), bits);
  }
  return builder;
}
