// Stands for the module `vscode` where there is no VS Code: enough of it to start the client, and a record of what it did there. What is not written out
// here is a function that may also be called with `new`, extended, or asked for its parts.
// @ts-nocheck

const record = { commands: new Map(), providers: [], diagnostics: new Map(), statuses: [], output: [] };

/** Whatever is asked of it. */
function anything(name) {
  const target = class {};
  return new Proxy(target, {
    get: (own, key) => {
      if (key === "prototype") return own.prototype;
      if (key === "then" || key === Symbol.iterator) return undefined;
      if (key === Symbol.toPrimitive) return () => 0;
      if (typeof key === "symbol") return undefined;
      if (!(key in own)) own[key] = anything(`${name}.${key}`);
      return own[key];
    },
    apply: () => anything(`${name}()`),
    construct: (_, args, newTarget) => Reflect.construct(Object, args, newTarget),
  });
}

const disposable = (dispose = () => {}) => ({ dispose });

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const heard = self ? listener.bind(self) : listener;
      this.listeners.add(heard);
      return disposable(() => this.listeners.delete(heard));
    };
  }
  fire(data) {
    for (const listener of [...this.listeners]) listener(data);
  }
  dispose() {}
}

const quietEvent = new EventEmitter().event;

class Place {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}
class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: quietEvent };
  cancel() {
    this.token.isCancellationRequested = true;
  }
  dispose() {}
}
class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}
class Stretch {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}
const uriOf = (text) => {
  const { protocol, pathname } = new URL(text);
  return {
    scheme: protocol.slice(0, -1),
    path: decodeURIComponent(pathname),
    fsPath: decodeURIComponent(pathname),
    toString: () => text,
  };
};

const workspace = {
  isTrusted: true,
  textDocuments: [],
  workspaceFolders: undefined,
  getConfiguration: () => ({ get: (_, otherwise) => otherwise, has: () => false, inspect: () => undefined }),
  createFileSystemWatcher: () => ({
    ...disposable(),
    onDidCreate: quietEvent,
    onDidChange: quietEvent,
    onDidDelete: quietEvent,
  }),
};
const languages = {
  match: (selector, document) => ([selector].flat().some(({ language }) => language === document.languageId) ? 10 : 0),
  createLanguageStatusItem: (id) => {
    const item = { id, ...disposable() };
    record.statuses.push(item);
    return item;
  },
  createDiagnosticCollection: () => ({
    set: (uri, diagnostics) => record.diagnostics.set(uri.toString(), diagnostics),
    delete: (uri) => record.diagnostics.delete(uri.toString()),
    clear: () => record.diagnostics.clear(),
    ...disposable(),
  }),
};
const output = { ...disposable(), show() {}, clear() {} };
for (const level of ["append", "appendLine", "trace", "debug", "info", "warn", "error"])
  output[level] = (line) => record.output.push(`${level}: ${line}`);
Object.assign(output, { logLevel: 3, onDidChangeLogLevel: quietEvent });

const window = {
  showErrorMessage: async (message) => void record.output.push(`shown: ${message}`),
  createOutputChannel: () => output,
  tabGroups: { all: [], onDidChangeTabs: quietEvent, onDidChangeTabGroups: quietEvent },
  visibleTextEditors: [],
};
const commands = {
  registerCommand: (name, run) => {
    record.commands.set(name, run);
    return disposable(() => record.commands.delete(name));
  },
};

/** Events never happen, whatever registers is remembered, the rest is anything. */
const partly = (name, known) =>
  new Proxy(known, {
    get: (own, key) => {
      if (key in own || typeof key === "symbol") return own[key];
      if (/^on(Did|Will)/.test(key)) return quietEvent;
      if (/^register.*Provider$/.test(key))
        return (...given) => {
          record.providers.push(key);
          return disposable(() => given);
        };
      return anything(`${name}.${String(key)}`);
    },
  });

module.exports = partly("vscode", {
  record,
  version: "1.91.0",
  env: { appName: "stub", language: "en" },
  EventEmitter,
  Disposable: Object.assign(
    function Disposable(dispose) {
      return disposable(dispose);
    },
    {
      from: (...all) =>
        disposable(() => {
          for (const one of all) one.dispose();
        }),
    },
  ),
  CancellationTokenSource,
  Diagnostic,
  Position: Place,
  Range: Stretch,
  Uri: { parse: uriOf, file: (path) => uriOf(`file://${path}`) },
  workspace: partly("workspace", workspace),
  languages: partly("languages", languages),
  window: partly("window", window),
  commands: partly("commands", commands),
  LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
});
