import type { ITheme } from "@xterm/xterm";

/** xterm's names and the custom properties of `panel.css` that hold them. */
const PROPERTIES = {
  background: "background",
  foreground: "foreground",
  cursor: "cursor",
  cursorAccent: "background",
  selectionBackground: "selection",
  selectionInactiveBackground: "selection",
  scrollbarSliderBackground: "scrollbar",
  scrollbarSliderHoverBackground: "scrollbar",
  scrollbarSliderActiveBackground: "scrollbar",
  black: "black",
  red: "red",
  green: "green",
  yellow: "yellow",
  blue: "blue",
  magenta: "magenta",
  cyan: "cyan",
  white: "white",
  brightBlack: "bright-black",
  brightRed: "bright-red",
  brightGreen: "bright-green",
  brightYellow: "bright-yellow",
  brightBlue: "bright-blue",
  brightMagenta: "bright-magenta",
  brightCyan: "bright-cyan",
  brightWhite: "bright-white",
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The page's colours for the terminal, as they are now: xterm draws with values of its own and does not follow CSS. */
export function readColours(element: Element): ITheme {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const theme: ITheme = {};
  for (const [name, property] of entries(PROPERTIES)) {
    probe.style.color = `var(--terminal-${property})`;
    theme[name] = opaqueOrNot(getComputedStyle(probe).color);
  }
  probe.remove();
  return theme;
}

/** xterm reads `#rrggbb(aa)` and `rgb()`; a browser may answer `color(srgb …)` for what was mixed. */
function opaqueOrNot(colour: string): string {
  const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)$/.exec(colour);
  if (!mixed) return colour;
  const [red, green, blue] = mixed.slice(1, 4).map((part) => Math.round(Number(part) * 255));
  return `rgba(${red}, ${green}, ${blue}, ${mixed[4] ?? "1"})`;
}

function entries<T extends object>(object: T): [keyof T & string, T[keyof T & string]][] {
  const keys: string[] = Object.keys(object);
  return keys.filter((key): key is keyof T & string => key in object).map((key) => [key, object[key]]);
}
