/** Where the preview of a term stands from its word, px. */
const GAP = 6;

/** How long a pointer may be on its way from a word to its preview, ms. */
const CROSSING_MS = 250;

let shown: HTMLElement | undefined;
let hiding: ReturnType<typeof setTimeout> | undefined;

/** One box for all terms of a page, made when it is first needed. */
function previewBox(): HTMLElement {
  const found = document.getElementById("term-preview");
  if (found) return found;
  const box = document.createElement("div");
  box.id = "term-preview";
  box.className = "term-preview";
  box.popover = "manual";
  // Within the landmark its words are in.
  (document.querySelector("main") ?? document.body).append(box);
  return box;
}

/** Shows a term's meaning beside it. Screen readers have it already, as the link's description. */
function show(term: HTMLElement, hint?: string): void {
  clearTimeout(hiding);
  const box = previewBox();
  const meaning = document.getElementById(term.getAttribute("aria-describedby") ?? "")?.textContent ?? "";
  const name = document.createElement("strong");
  name.textContent = term.dataset.term ?? "";
  box.replaceChildren(name, ` ${meaning}`);
  if (hint) {
    const more = document.createElement("small");
    more.textContent = hint;
    box.append(more);
  }
  box.showPopover();
  shown = term;
  const [word] = term.getClientRects();
  if (!word) return;
  const left = Math.max(GAP, Math.min(word.left, innerWidth - box.offsetWidth - GAP));
  const below = word.bottom + GAP;
  const top = below + box.offsetHeight > innerHeight ? word.top - GAP - box.offsetHeight : below;
  box.style.translate = `${left}px ${top}px`;
}

function hide(): void {
  clearTimeout(hiding);
  shown = undefined;
  document.getElementById("term-preview")?.hidePopover();
}

const termOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>("[data-term]") : null;

const isPreview = (target: EventTarget | null) => target instanceof Element && target.closest("#term-preview") !== null;

// A mouse over it, and it may move on to the preview to read it.
document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType !== "mouse") return;
  const term = termOf(target);
  if (term) show(term);
  else if (isPreview(target)) clearTimeout(hiding);
});
document.addEventListener("pointerout", ({ target, pointerType }) => {
  if (pointerType !== "mouse" || !(termOf(target) || isPreview(target))) return;
  clearTimeout(hiding);
  hiding = setTimeout(hide, CROSSING_MS);
});
document.addEventListener("focusin", ({ target }) => {
  const term = termOf(target);
  if (term?.matches(":focus-visible")) show(term);
  else hide();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});
// A finger has nothing like hovering: its first tap shows the meaning, the second follows the link.
document.addEventListener(
  "click",
  (event) => {
    const term = termOf(event.target);
    if (term && term !== shown && event instanceof PointerEvent && event.pointerType === "touch") {
      event.preventDefault();
      event.stopPropagation();
      show(term, term.dataset.again);
    } else if (!isPreview(event.target)) hide();
  },
  { capture: true },
);
document.addEventListener("scroll", hide, { passive: true });
document.addEventListener("astro:before-swap", hide);
