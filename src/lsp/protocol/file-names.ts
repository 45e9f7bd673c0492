/*
 * The compiler names files by paths, a client by URIs. A file of the disk is named by its path, `/home/me/my specs/vessels.loss`, so that reports can
 * be read; everything else (a page's memory, a text that was never saved) by its URI without escapes.
 */

/** `file:///home/me/my%20specs/vessels.loss` is `/home/me/my specs/vessels.loss`, `file:///c%3A/a.loss` is `/c:/a.loss`. */
export function fileNameOf(uri: string): string {
  const plain = unescaped(uri);
  if (!plain.startsWith("file://")) return plain;
  const rest = plain.slice("file://".length);
  return rest.startsWith("/") ? rest : `//${rest}`;
}

/** The URI of a file, escaped as clients escape it: every sign but letters, digits and `-_.!~*'()`. */
export function uriOf(name: string): string {
  if (name.startsWith("//")) return `file:${escaped(name)}`;
  if (name.startsWith("/")) return `file://${escaped(name)}`;
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(name)?.[0] ?? "";
  return scheme + escaped(name.slice(scheme.length));
}

/** A lone surrogate, which has no escape, is a sign nobody's file has. */
const escaped = (path: string): string =>
  path
    .replace(/[\uD800-\uDFFF]/gu, "\uFFFD")
    .split("/")
    .map(encodeURIComponent)
    .join("/");

function unescaped(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** Whether a file lies in a folder or below it. */
export const isInside = (name: string, folder: string): boolean =>
  name.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** The folder a file lies in; nothing for what lies in none. */
export const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf("/")));
