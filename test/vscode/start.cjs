// Loads the client as VS Code would, with a text that is open, and prints what happened. Arguments: the bundled client, the folder of the extension.
// @ts-nocheck
const vscode = require("vscode");
const [, , main, extensionPath] = process.argv;
const { activate, deactivate } = require(main);

const text = "dize + ce\n";
const uri = vscode.Uri.parse("file:///specs/main.loss");
vscode.workspace.textDocuments.push({ uri, languageId: "loss", version: 1, getText: () => text, fileName: uri.fsPath });

async function reported() {
  for (let i = 0; i < 400; i++) {
    const reports = vscode.record.diagnostics.get(uri.toString());
    if (reports?.length > 0) return reports.map(({ message, code, source }) => ({ message, code, source }));
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return [];
}

(async () => {
  const { record } = vscode;
  await activate({ extensionPath, subscriptions: [] });
  const first = await reported();
  record.diagnostics.clear();
  await record.commands.get("losslang.restart")();
  const again = await reported();
  const [{ text: status, detail }] = record.statuses;
  const commands = [...record.commands.keys()];
  await deactivate();
  console.log(
    JSON.stringify({ status, detail, first, again, commands, providers: record.providers, output: record.output }),
  );
})();
