/**
 * What the reader chose for the terminal, kept in the browser as
 * `{"version":1,"fontSize":14,"screenReader":false,"greeted":true}`.
 */
export interface Settings {
  /** CSS pixels. */
  readonly fontSize: number;
  readonly screenReader: boolean;
  /** The greeting of the first visit has been shown. */
  readonly greeted: boolean;
}

const STORAGE_KEY = "darsena:terminal";
const VERSION = 1;
const FONT_SIZES = { smallest: 9, usual: 14, largest: 36 } as const;
const DEFAULTS: Settings = { fontSize: FONT_SIZES.usual, screenReader: false, greeted: false };

type Store = Pick<Storage, "getItem" | "setItem">;

/** What is stored; whatever cannot be read is as on a first visit. */
export function loadSettings(store: () => Store = () => localStorage): Settings {
  try {
    return parse(JSON.parse(store().getItem(STORAGE_KEY) ?? "null"));
  } catch {
    return DEFAULTS;
  }
}

/** Keeps the settings; where storage is forbidden they last as long as the page. */
export function saveSettings(settings: Settings, store: () => Store = () => localStorage): void {
  try {
    store().setItem(STORAGE_KEY, JSON.stringify({ version: VERSION, ...settings }));
  } catch {
    // Nothing to do: the page goes on with what it has.
  }
}

function parse(value: unknown): Settings {
  if (typeof value !== "object" || value === null || !("version" in value) || value.version !== VERSION)
    return DEFAULTS;
  const fontSize = "fontSize" in value && typeof value.fontSize === "number" ? value.fontSize : DEFAULTS.fontSize;
  return {
    fontSize: clampFontSize(fontSize),
    screenReader: "screenReader" in value && value.screenReader === true,
    greeted: "greeted" in value && value.greeted === true,
  };
}

/** The nearest size that the terminal has; the usual one for what is no number. */
export function clampFontSize(size: number): number {
  if (!Number.isFinite(size)) return FONT_SIZES.usual;
  return Math.min(FONT_SIZES.largest, Math.max(FONT_SIZES.smallest, Math.round(size)));
}
