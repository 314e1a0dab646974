/** Where the preview of a term stands from its word, px. */
const GAP = 6;

/** One box for all terms of a page, made when it is first needed. */
function previewBox(): HTMLElement {
  const found = document.getElementById("term-preview");
  if (found) return found;
  const box = document.createElement("div");
  box.id = "term-preview";
  box.className = "term-preview";
  box.popover = "manual";
  box.setAttribute("role", "tooltip");
  document.body.append(box);
  return box;
}

function show(term: HTMLElement): void {
  const box = previewBox();
  const name = document.createElement("strong");
  name.textContent = term.dataset.term ?? "";
  box.replaceChildren(name, ` ${term.dataset.meaning ?? ""}`);
  term.setAttribute("aria-describedby", box.id);
  box.showPopover();
  const word = term.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(word.left, innerWidth - box.offsetWidth - GAP));
  const below = word.bottom + GAP;
  const top = below + box.offsetHeight > innerHeight ? word.top - GAP - box.offsetHeight : below;
  box.style.translate = `${left}px ${top}px`;
}

function hide(): void {
  document.getElementById("term-preview")?.hidePopover();
  for (const term of document.querySelectorAll("[data-term][aria-describedby]"))
    term.removeAttribute("aria-describedby");
}

const termOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>("[data-term]") : null;

// A mouse over it or the keyboard on it; a finger follows the link.
document.addEventListener("pointerover", ({ target, pointerType }) => {
  const term = termOf(target);
  if (term && pointerType === "mouse") show(term);
});
document.addEventListener("pointerout", ({ target }) => {
  if (termOf(target)) hide();
});
document.addEventListener("focusin", ({ target }) => {
  const term = termOf(target);
  if (term?.matches(":focus-visible")) show(term);
  else hide();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});
document.addEventListener("scroll", hide, { passive: true });
document.addEventListener("astro:before-swap", hide);
