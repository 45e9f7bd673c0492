import { type CodeAction, CodeActionKind, type CodeActionParams } from "vscode-languageserver";
import { codeActions, fixAll, type CodeAction as Offer } from "../../ide/index.js";
import { offsetRangeOf, rangeOf } from "../protocol/convert.js";
import { type Feature, onDocument } from "../protocol/feature.js";
import { workspaceEditOf } from "../protocol/locations.js";
import type { AnalysedDocument, Workspace } from "../workspace.js";

const fixAllKind = `${CodeActionKind.SourceFixAll}.losslang`;
const kinds = [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind];

/** Quick fixes and refactorings at a place, and on request all fixes at once that cannot change the meaning of a program. */
export const codeActionFeature: Feature = {
  capabilities: (client) => ({
    codeActionProvider: client.textDocument?.codeAction?.codeActionLiteralSupport ? { codeActionKinds: kinds } : true,
  }),
  listen(connection, workspace) {
    connection.onCodeAction(
      onDocument(connection, workspace, "actions", (analysed, { range, context }) => {
        const wanted = (kind: string) =>
          context.only === undefined || context.only.some((only) => `${kind}.`.startsWith(`${only}.`));
        const offers = codeActions(analysed.analysis, offsetRangeOf(analysed.document, range));
        return [
          ...offers
            .filter(({ kind }) => wanted(kind))
            .map((offer) => shown(offer, offers, analysed, context, workspace)),
          // A client asks for this when a file is saved; nobody wants it in the list at a place.
          ...(context.only && wanted(fixAllKind) ? everything(analysed, workspace) : []),
        ];
      }),
    );
  },
};

function shown(
  offer: Offer,
  offers: readonly Offer[],
  { document, analysis }: AnalysedDocument,
  context: CodeActionParams["context"],
  workspace: Workspace,
): CodeAction {
  const { title, kind, certain, edits, diagnostic } = offer;
  const range = diagnostic && rangeOf(document, diagnostic.span);
  const about = context.diagnostics.filter(
    (sent) => sent.code === diagnostic?.code && JSON.stringify(sent.range) === JSON.stringify(range),
  );
  const certainHere = offers.filter((other) => other.certain && other.diagnostic === diagnostic);
  return {
    title: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`,
    kind,
    ...(about.length > 0 && { diagnostics: about }),
    ...(diagnostic && certain && certainHere.length === 1 && { isPreferred: true }),
    edit: workspaceEditOf(edits, [analysis], workspace),
  };
}

function everything({ analysis }: AnalysedDocument, workspace: Workspace): CodeAction[] {
  const edits = fixAll(analysis);
  if (edits.length === 0) return [];
  return [{ title: "Apply all safe fixes", kind: fixAllKind, edit: workspaceEditOf(edits, [analysis], workspace) }];
}
