import { type Found, findPages } from "./search-index.ts";

const wired = new WeakSet<HTMLElement>();
const pause = 120;

function link(url: string, text: string): HTMLAnchorElement {
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.textContent = text;
  return anchor;
}

/** The excerpt with its marks, built as nodes: what comes from a page's text is never read as HTML. */
function excerptNodes(excerpt: string): Node[] {
  const decoder = new DOMParser().parseFromString(excerpt, "text/html");
  return [...decoder.body.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return document.createTextNode(node.textContent ?? "");
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

function resultItem(found: Found): HTMLLIElement {
  const item = document.createElement("li");
  const title = link(found.url, found.title);
  title.className = "search-result";
  const excerpt = document.createElement("p");
  excerpt.append(...excerptNodes(found.excerpt));
  item.append(title, excerpt);
  if (found.sections.length > 0) {
    const sections = document.createElement("ul");
    for (const section of found.sections) {
      const sectionItem = document.createElement("li");
      sectionItem.append(link(section.url, section.title));
      sections.append(sectionItem);
    }
    item.append(sections);
  }
  return item;
}

/** Makes the dialog of a page search as the reader types. Once a page; calling again only focuses the field. */
export function wireDialog(search: HTMLElement, dialog: HTMLDialogElement): void {
  const query = dialog.querySelector<HTMLInputElement>("[data-search=query]");
  const results = dialog.querySelector<HTMLElement>("[data-search=results]");
  const status = dialog.querySelector<HTMLElement>("[data-search=status]");
  if (!query || !results || !status) return;
  query.focus();
  query.select();
  if (wired.has(dialog)) return;
  wired.add(dialog);

  const { locale = "es", base = "/", index: script = "" } = search.dataset;
  const say = (message = "", values: Record<string, string> = {}) => {
    status.textContent = message.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  };
  let latest = 0;
  const look = async () => {
    const turn = ++latest;
    const text = query.value.trim();
    if (!text) {
      results.replaceChildren();
      say();
      search.dataset.answered = "";
      return;
    }
    say(search.dataset.loading);
    try {
      const found = await findPages(text, { script, base, locale });
      if (turn !== latest) return;
      results.replaceChildren(...found.map(resultItem));
      if (found.length === 0) say(search.dataset.none, { query: text });
      else say(found.length === 1 ? search.dataset.one : search.dataset.many, { count: String(found.length) });
      search.dataset.answered = text;
    } catch {
      if (turn === latest) say(search.dataset.failed);
    }
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  });
  dialog.querySelector("[data-search=close]")?.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    const onBackdrop = event.target === dialog;
    const onLink = event.target instanceof Element && event.target.closest("a") !== null;
    if (onBackdrop || onLink) dialog.close();
  });
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector<HTMLAnchorElement>("a")?.click();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // A search field would keep the first Escape to empty itself.
      event.preventDefault();
      dialog.close();
    }
    const direction = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const stops: HTMLElement[] = [query, ...results.querySelectorAll<HTMLElement>("a")];
    const current = stops.findIndex((stop) => stop.matches(":focus"));
    stops.at((Math.max(current, 0) + direction + stops.length) % stops.length)?.focus();
  });
  if (query.value) look();
}
