import { chooseTheme, loadTheme, parseTheme } from "./theme.ts";

class ThemeSelect extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector("select");
    if (!select) return;
    select.value = loadTheme();
    select.addEventListener("change", () => chooseTheme(parseTheme(select.value)));
  }
}

customElements.define("theme-select", ThemeSelect);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.dispatchEvent(new CustomEvent("darsena:theme"));
});
