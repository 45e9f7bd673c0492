// What the pages of the documentation do by themselves: search, colours, copying, the menu on narrow screens.
const root = document.body.dataset.root ?? "";

/** @template {Element} T @param {string} selector @param {new () => T} type */
function one(selector, type) {
  const element = document.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`The page has no ${selector}.`);
  return element;
}

const dark = matchMedia("(prefers-color-scheme: dark)");
one("#theme", HTMLButtonElement).addEventListener("click", () => {
  const { dataset } = document.documentElement;
  const isDark = dataset.theme ? dataset.theme === "dark" : dark.matches;
  dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("losslang-theme", dataset.theme);
});

const menu = one("#menu", HTMLButtonElement);
menu.addEventListener("click", () => {
  const open = document.body.classList.toggle("menu-open");
  menu.setAttribute("aria-expanded", String(open));
});

document.addEventListener("click", async ({ target }) => {
  if (!(target instanceof HTMLButtonElement) || !target.classList.contains("copy")) return;
  const code = target.parentElement?.querySelector("code")?.textContent ?? "";
  await navigator.clipboard.writeText(code);
  target.textContent = "Copied";
  setTimeout(() => {
    target.textContent = "Copy";
  }, 1500);
});

const field = one("#search", HTMLInputElement);
const list = one("#found", HTMLUListElement);
/** @type {{ search(words: string): { title: string, heading: string, summary: string, url: string, kind: string }[] } | undefined} */
let index;
let chosen = -1;

/** The index is read at the first key: most who open a page only read it. */
function search(/** @type {string} */ words) {
  // @ts-expect-error Two scripts before this one leave them here.
  const { MiniSearch, losslangSearch } = window;
  index ??= MiniSearch.loadJS(losslangSearch.index, losslangSearch.options);
  return index?.search(words).slice(0, 9) ?? [];
}

field.addEventListener("input", () => {
  const words = field.value.trim();
  const found = words ? search(words) : [];
  chosen = -1;
  list.replaceChildren(...found.map(entry), ...(words && !found.length ? [nothing(words)] : []));
  show(words !== "");
});

/** @param {{ title: string, heading: string, summary: string, url: string, kind: string }} hit @param {number} i */
function entry({ title, heading, summary, url, kind }, i) {
  const item = document.createElement("li");
  item.role = "option";
  item.id = `found-${i}`;
  const link = document.createElement("a");
  link.href = root + url;
  link.tabIndex = -1;
  const name = document.createElement("b");
  name.textContent = heading ? `${title} › ${heading}` : title;
  const small = document.createElement("small");
  small.textContent = kind;
  const text = document.createElement("span");
  text.textContent = summary;
  link.append(name, small, text);
  item.append(link);
  return item;
}

/** @param {string} words */
function nothing(words) {
  const item = document.createElement("li");
  item.className = "nothing";
  item.textContent = `Nothing is called “${words}”.`;
  return item;
}

/** @param {boolean} open */
function show(open) {
  list.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (!open) field.removeAttribute("aria-activedescendant");
}

field.addEventListener("keydown", (event) => {
  const options = [...list.querySelectorAll('[role="option"]')];
  if (event.key === "Escape") {
    field.value = "";
    show(false);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosen = (chosen + step + options.length) % (options.length || 1);
    for (const [i, option] of options.entries()) option.ariaSelected = String(i === chosen);
    field.setAttribute("aria-activedescendant", `found-${chosen}`);
    options[chosen]?.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") {
    options[Math.max(0, chosen)]?.querySelector("a")?.click();
  }
});

document.addEventListener("click", ({ target }) => {
  if (target instanceof Node && !field.parentElement?.contains(target)) show(false);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  field.focus();
});

// The page's own place in the contents is in sight; the page itself stays where it is.
const navigation = one("#navigation", HTMLElement);
const here = navigation.querySelector('[aria-current="page"]');
if (here instanceof HTMLElement) navigation.scrollTop = here.offsetTop - navigation.clientHeight / 2;
