/**
 * Where the playground panel stands, as kept in the browser under `darsena:panel`:
 *
 *     {"state":"open","inline":560,"block":320}
 *
 * `state` is `open` or `collapsed`, and missing until the reader opens the terminal for the first time.
 * `inline` is its width in pixels at the right of a wide screen, `block` its height at the bottom of a narrow one.
 * `before-paint.js` applies the same value before the first frame.
 */
interface PanelPlace {
  readonly state?: "open" | "collapsed";
  readonly inline?: number;
  readonly block?: number;
}

const storageKey = "darsena:panel";

/** Anything damaged becomes the default place. */
export function parsePlace(text: string | null): PanelPlace {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    const state = "state" in value && (value.state === "open" || value.state === "collapsed") ? value.state : undefined;
    const size = (candidate: unknown) => (typeof candidate === "number" && candidate > 0 ? candidate : undefined);
    const inline = "inline" in value ? size(value.inline) : undefined;
    const block = "block" in value ? size(value.block) : undefined;
    return { ...(state && { state }), ...(inline && { inline }), ...(block && { block }) };
  } catch {
    return {};
  }
}

/** Where the reader left the panel; nothing when the browser forbids its storage. */
export function loadPlace(): PanelPlace {
  try {
    return parsePlace(localStorage.getItem(storageKey));
  } catch {
    return {};
  }
}

/** Keeps what changed and shows it on the page. */
export function changePlace(change: PanelPlace): void {
  const place = { ...loadPlace(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(place));
  } catch {
    // Storage may be forbidden: the place then lasts as long as the page.
  }
  const root = document.documentElement;
  if (change.state) root.dataset.panel = change.state;
  if (change.inline) root.style.setProperty("--panel-inline", `${change.inline}px`);
  if (change.block) root.style.setProperty("--panel-block", `${change.block}px`);
}

interface PanelLimits {
  readonly min: number;
  readonly max: number;
}

/** The sizes the panel may take, in pixels, given the window: the text keeps room to be read. */
export function panelLimits(axis: "inline" | "block", viewport: number): PanelLimits {
  const min = axis === "inline" ? 320 : 160;
  return { min, max: Math.max(min, Math.round(viewport * (axis === "inline" ? 0.62 : 0.8))) };
}

/** The nearest size that the limits allow. */
export function clampSize(size: number, limits: PanelLimits): number {
  return Math.round(Math.min(limits.max, Math.max(limits.min, size)));
}

const step = 24;

/** The size a key on the separator asks for, or undefined when the key is not ours. Towards the text makes it larger. */
export function sizeForKey(key: string, size: number, limits: PanelLimits): number | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowUp":
      return clampSize(size + step, limits);
    case "ArrowRight":
    case "ArrowDown":
      return clampSize(size - step, limits);
    case "Home":
      return limits.min;
    case "End":
      return limits.max;
    default:
      return undefined;
  }
}
