/** One setting of a file in git's format of settings. */
export interface Setting {
  /** As it is written: `user`, `remote.origin`. The subsection keeps its case. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** The line it stands on. */
  readonly line: number;
}

/** A line that is no setting. */
export class ConfigSyntaxError extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`bad config line ${line}`);
    this.name = "ConfigSyntaxError";
    this.line = line;
  }
}

const HEADER = /^\s*\[([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\]\s*/;

/** The settings of a file. @throws ConfigSyntaxError */
export function settingsOf(text: string): Setting[] {
  const settings: Setting[] = [];
  let section = "";
  for (const [line, whole] of text.split("\n").entries()) {
    const header = HEADER.exec(whole);
    if (header) section = sectionName(header[1] ?? "", header[2]);
    const rest = header ? whole.slice(header[0].length) : whole;
    if (/^\s*([#;].*)?$/.test(rest)) continue;
    const match = /^\s*([a-zA-Z][\w-]*)\s*(?:=\s*(.*))?$/.exec(rest);
    if (!match || section === "") throw new ConfigSyntaxError(line + 1);
    settings.push({
      section,
      key: (match[1] ?? "").toLowerCase(),
      value: match[2] === undefined ? "true" : plain(match[2]),
      line,
    });
  }
  return settings;
}

const sectionName = (name: string, sub: string | undefined) =>
  sub === undefined ? name.toLowerCase() : `${name.toLowerCase()}.${sub.replace(/\\(.)/g, "$1")}`;

/** A value without its quotes, escapes and comment. */
function plain(text: string): string {
  let out = "";
  let [quoted, kept] = [false, 0];
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "\\") {
      const next = text.charAt(++i);
      out += { n: "\n", t: "\t", b: "\b" }[next] ?? next;
      kept = out.length;
    } else if (char === '"') {
      quoted = !quoted;
      kept = out.length;
    } else if (!quoted && (char === "#" || char === ";")) break;
    else {
      out += char;
      if (quoted || !/\s/.test(char)) kept = out.length;
    }
  }
  return out.slice(0, kept);
}

function written(value: string): string {
  const escaped = value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t");
  return /^\s|\s$|[#;]/.test(value) ? `"${escaped}"` : escaped;
}

function headerOf(section: string): string {
  const [name = "", ...sub] = section.split(".");
  return sub.length === 0 ? `[${name}]` : `[${name} "${sub.join(".").replace(/["\\]/g, "\\$&")}"]`;
}

/** A name's section and key: `remote.origin.url` is `remote.origin` and `url`. */
function splitName(name: string): { readonly section: string; readonly key: string } {
  const [first, last] = [name.indexOf("."), name.lastIndexOf(".")];
  const sub = first === last ? "" : name.slice(first, last);
  return { section: name.slice(0, first).toLowerCase() + sub, key: name.slice(last + 1) };
}

/** The file with a setting set, in place where it was, else at the end of its section. @param add beside others of its name */
export function withSetting(text: string, name: string, value: string, add = false): string {
  const { section, key } = splitName(name);
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const line = `\t${key} = ${written(value)}`;
  const settings = settingsOf(text);
  const old = settings.findLast((setting) => setting.section === section && setting.key === key.toLowerCase());
  if (old && !add) lines[old.line] = line;
  else {
    const at = endOfSection(lines, section);
    if (at === undefined) lines.push(headerOf(section), line);
    else lines.splice(at, 0, line);
  }
  return `${lines.join("\n")}\n`;
}

/** After the last line of a section's last part; undefined when there is no such section. */
function endOfSection(lines: readonly string[], section: string): number | undefined {
  let [at, inside]: [number | undefined, boolean] = [undefined, false];
  for (const [i, line] of lines.entries()) {
    const header = HEADER.exec(line);
    if (header) inside = sectionName(header[1] ?? "", header[2]) === section;
    if (inside && line.trim() !== "") at = i + 1;
  }
  return at;
}

/** The file without a setting, and without the section that this leaves empty. */
export function withoutSetting(text: string, name: string): string {
  const { section, key } = splitName(name);
  const gone = new Set(
    settingsOf(text)
      .filter((setting) => setting.section === section && setting.key === key.toLowerCase())
      .map(({ line }) => line),
  );
  const rest = text.split("\n").filter((_, i) => !gone.has(i));
  const left = settingsOf(rest.join("\n")).some((setting) => setting.section === section);
  return left || gone.size === 0 ? rest.join("\n") : withoutSection(rest.join("\n"), section);
}

/** The text of a configuration without a section's header and lines. @param section "remote.origin" */
export function withoutSection(text: string, section: string): string {
  let inside = false;
  return text
    .split("\n")
    .filter((line) => {
      const header = HEADER.exec(line);
      if (header) inside = sectionName(header[1] ?? "", header[2]) === section;
      return !inside || line === "";
    })
    .join("\n");
}
