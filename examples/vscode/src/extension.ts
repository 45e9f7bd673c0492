import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { type Choice, chooseServer } from "./choice.js";

let client: LanguageClient | undefined;

/** Starts the server as soon as a `.loss` file is open, and again when it is asked to or another one is wanted. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("losslang", { log: true });
  const status = vscode.languages.createLanguageStatusItem("losslang.server", { language: "loss" });
  status.name = "losslang";
  status.command = { command: "losslang.restart", title: "Restart" };

  const restart = async () => {
    await deactivate();
    await start(choiceFor(context), output, status);
  };
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand("losslang.restart", restart),
    vscode.commands.registerCommand("losslang.showOutput", () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("losslang.server")) void restart();
    }),
  );
  await start(choiceFor(context), output, status);
}

export async function deactivate(): Promise<void> {
  const stopping = client;
  client = undefined;
  // A server that has never answered cannot be asked to end.
  if (stopping?.needsStop()) await stopping.dispose();
}

const choiceFor = ({ extensionPath }: vscode.ExtensionContext): Choice =>
  chooseServer({
    extension: extensionPath,
    folders: (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === "file")
      .map(({ uri }) => uri.fsPath),
    trusted: vscode.workspace.isTrusted,
    wanted: vscode.workspace.getConfiguration("losslang").get("server", "installed"),
  });

async function start(
  choice: Choice,
  output: vscode.LogOutputChannel,
  status: vscode.LanguageStatusItem,
): Promise<void> {
  const { module, args, origin } = choice;
  const run = { module, args: [...args], transport: TransportKind.stdio };
  const server: ServerOptions = { run, debug: run };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "loss" }],
    outputChannel: output,
    markdown: { isTrusted: false, supportHtml: false },
  };
  client = new LanguageClient("losslang", "losslang", server, options);
  status.busy = true;
  try {
    await client.start();
    const version = client.initializeResult?.serverInfo?.version ?? "";
    status.severity = vscode.LanguageStatusSeverity.Information;
    status.text = `losslang ${version}`;
    status.detail = origin;
  } catch (error) {
    status.severity = vscode.LanguageStatusSeverity.Error;
    status.text = "losslang does not answer";
    status.detail = origin;
    output.error(`The language server (${module}) could not be started: ${error}`);
  } finally {
    status.busy = false;
  }
}
