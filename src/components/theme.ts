/** What the reader chose; `system` follows the device and is stored as nothing. */
type Theme = "system" | "light" | "dark";

const storageKey = "darsena:theme";

/** Anything unknown is `system`. */
export function parseTheme(value: unknown): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** What the reader chose; the system's when the browser forbids its storage. */
export function loadTheme(): Theme {
  try {
    return parseTheme(localStorage.getItem(storageKey));
  } catch {
    return "system";
  }
}

/** Keeps the choice, shows it, and tells whoever draws with colours of its own (`darsena:theme`). */
export function chooseTheme(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new CustomEvent("darsena:theme"));
}
