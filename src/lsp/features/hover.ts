import { hover as hoverAt } from "../../ide/index.js";
import { rangeOf } from "../protocol/convert.js";
import { atPosition, type Feature } from "../protocol/feature.js";
import { markup } from "../protocol/markup.js";

/** What there is to say of what stands at a place. */
export const hoverFeature: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  listen(connection, workspace) {
    connection.onHover(
      atPosition(connection, workspace, "hover", ({ document, analysis }, offset) => {
        const found = hoverAt(analysis, offset);
        if (!found) return null;
        const contents = markup(found.markdown, workspace.client.textDocument?.hover?.contentFormat);
        return { contents, range: rangeOf(document, found.span) };
      }),
    );
  },
};
