import { serveWorker } from "../../../src/lsp/browser.js";
import { files, resolve } from "../compute/files.js";
import { folder } from "./document.js";

/** The language server, as the page starts it: what it may read are the specifications that are bundled. */
serveWorker({
  version: "playground",
  quiet: 60,
  disk: {
    read: (name) => resolve(name.replace(`${folder}/`, "")),
    list: () => Object.keys(files).map((file) => `${folder}/${file}`),
  },
});
