import { type ClientCapabilities, type Location, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Analysis, analyse } from "../ide/index.js";
import type { Source, Span } from "../text.js";
import { RecordingReader, WorkspaceFiles } from "./files.js";
import type { LanguageHost } from "./host.js";
import { rangeOf } from "./protocol/convert.js";
import { fileNameOf, uriOf } from "./protocol/file-names.js";
import { analyseOptionsOf, type Settings } from "./settings.js";

/** An open text and what is known of it. */
export interface AnalysedDocument {
  readonly document: TextDocument;
  readonly analysis: Analysis;
}

interface Remembered {
  readonly source: Source;
  readonly settings: Settings;
  readonly reading: RecordingReader;
  readonly analysis: Analysis;
}

const unset: Settings = {};

/** The texts that are open, the folders around them, and what the compiler finds in them: computed when first asked for, once for each version. */
export class Workspace {
  readonly documents = new TextDocuments(TextDocument);
  readonly files: WorkspaceFiles;
  /** What the client can do. */
  client: ClientCapabilities = {};
  /** The settings that hold for a file: the same object as long as they stay the same. */
  settingsOf: (name: string) => Settings = () => unset;
  readonly #host: LanguageHost;
  readonly #known = new Map<string, Remembered>();
  readonly #documentOf = new WeakMap<Source, TextDocument>();

  /** Where a code is explained, if the host has a page for it. */
  explanationOf(code: string): string | undefined {
    return this.#host.explanation?.(code);
  }

  constructor(host: LanguageHost) {
    this.#host = host;
    this.files = new WorkspaceFiles(host.disk, (name) => this.#open(name)?.getText());
  }

  /** The analysis of an open document; nothing for one that is not open. */
  at(uri: string): AnalysedDocument | undefined {
    const document = this.documents.get(uri);
    return document && { document, analysis: this.#analysisOf(fileNameOf(uri), document.getText()) };
  }

  /** Whether a text, as last analysed, reads a file. */
  reads(uri: string, name: string): boolean {
    return this.#known.get(fileNameOf(uri))?.reading.reads(name) ?? false;
  }

  /** The other specifications around, open or not, that read a file which this one reads, too. */
  related({ analysis }: AnalysedDocument): Analysis[] {
    const shared = new Set(analysis.modules.map(({ source }) => source.file));
    const name = analysis.source.file;
    const found: Analysis[] = [];
    for (const other of this.#around()) {
      const text = this.#textOf(other);
      // Only a text with a `use` can read another.
      if (other === name || text === undefined || !(/\buse\b/.test(text) || shared.has(other))) continue;
      const theirs = this.#analysisOf(other, text);
      if (theirs.modules.some(({ source }) => shared.has(source.file))) found.push(theirs);
    }
    return found;
  }

  /** Every specification around, open or not. */
  all(): Analysis[] {
    return this.#around().flatMap((name) => {
      const text = this.#textOf(name);
      return text === undefined ? [] : [this.#analysisOf(name, text)];
    });
  }

  forget(uri: string): void {
    this.#known.delete(fileNameOf(uri));
  }

  /** Where a client finds a span of an analysis. */
  locationOf(span: Span, { sources }: Pick<Analysis, "sources">): Location | undefined {
    const source = sources.get(span.file);
    return source && { uri: this.uriOf(span.file), range: rangeOf(this.documentOf(source), span) };
  }

  /** The text of a source with its lines. */
  documentOf(source: Source): TextDocument {
    let document = this.#documentOf.get(source);
    if (!document) {
      document = TextDocument.create(this.uriOf(source.file), "loss", 0, source.text);
      this.#documentOf.set(source, document);
    }
    return document;
  }

  /** As the client writes the URI, for a file that is open. */
  uriOf(name: string): string {
    return this.#open(name)?.uri ?? uriOf(name);
  }

  /** A message in which files of the workspace are named relative to their folder. */
  withShortPaths(text: string): string {
    return this.files.folders.reduce((words, folder) => words.replaceAll(`${folder}/`, ""), text);
  }

  #around(): readonly string[] {
    return this.files.around(this.documents.keys().map(fileNameOf));
  }

  #open(name: string): TextDocument | undefined {
    return this.documents.get(uriOf(name)) ?? this.documents.all().find(({ uri }) => fileNameOf(uri) === name);
  }

  #textOf(name: string): string | undefined {
    try {
      return this.files.textOf(name, this.files.rootOf(name));
    } catch {
      return undefined;
    }
  }

  #analysisOf(name: string, text: string): Analysis {
    const settings = this.settingsOf(name);
    const known = this.#known.get(name);
    if (known && known.source.text === text && known.settings === settings && known.reading.holds())
      return known.analysis;
    const root = this.files.rootOf(name);
    const reading = new RecordingReader((other) => this.files.textOf(other, root));
    const source = { file: name, text };
    const { library, recipes } = this.#host;
    const analysis = analyse(source, {
      library,
      recipes,
      resolve: reading.resolve,
      files: (from) => this.files.usable(from),
      ...analyseOptionsOf(settings),
    });
    this.#known.set(name, { source, settings, reading, analysis });
    return analysis;
  }
}
