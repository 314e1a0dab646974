/** Where a keystroke is text, not a shortcut. The terminal's own input is a textarea. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** The search button and its dialog. What searches is loaded when the dialog first opens. */
class SiteSearch extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("[data-search=open]")?.addEventListener("click", () => this.open());
  }

  async open(): Promise<void> {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const { wireDialog } = await import("./search-dialog.ts");
    wireDialog(this, dialog);
  }
}

customElements.define("site-search", SiteSearch);

document.addEventListener("keydown", (event) => {
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if ((!slash && !controlK) || isTyping(event.target)) return;
  const search = document.querySelector<SiteSearch>("site-search");
  if (!search) return;
  event.preventDefault();
  search.open();
});
