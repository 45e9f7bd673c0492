/** What documentation is made of. */
const kept: ReadonlySet<string> = new Set(
  "a b blockquote br code del em h1 h2 h3 h4 hr i li ol p pre span strong table tbody td th thead tr ul".split(" "),
);
/** Not even their text is for reading. */
const dropped: ReadonlySet<string> = new Set(["script", "style", "template", "iframe", "object"]);

/**
 * HTML with nothing in it that could act. Hover text quotes comments, and a text may come from a stranger's link: only plain elements stay, without attributes but
 * the classes of code and addresses of the web.
 */
export function sanitized(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  clean(body);
  return body.innerHTML;
}

function clean(parent: Element): void {
  for (const element of [...parent.children]) {
    const name = element.localName;
    if (dropped.has(name) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") {
      element.remove();
      continue;
    }
    clean(element);
    if (!kept.has(name)) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    for (const { name: attribute, value } of [...element.attributes]) {
      const isLink = name === "a" && attribute === "href" && /^https?:\/\//.test(value);
      const isClass = (name === "span" || name === "code") && attribute === "class";
      if (!isLink && !isClass) element.removeAttribute(attribute);
    }
    if (name === "a") {
      element.setAttribute("target", "_blank");
      element.setAttribute("rel", "noopener noreferrer");
    }
  }
}
