/**
 * A regular expression for a pattern as wildmatch reads it.
 * @param crosses whether `*` and `?` match slashes: in pathspecs they do, in ignore files only `**` does
 */
export function wildmatch(pattern: string, crosses: boolean): RegExp {
  const [one, many] = crosses ? ["[\\s\\S]", "[\\s\\S]*"] : ["[^/]", "[^/]*"];
  let out = "";
  for (let i = 0; i < pattern.length; ) {
    const rest = pattern.slice(i);
    const atStart = i === 0 || pattern[i - 1] === "/";
    const bracket = /^\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]])*)\]/.exec(rest);
    if (!crosses && atStart && rest.startsWith("**/")) {
      out += "(?:.*/)?";
      i += 3;
    } else if (!crosses && atStart && rest === "**") {
      out += "[\\s\\S]+";
      i += 2;
    } else if (rest.startsWith("*")) {
      out += many;
      i += /^\*+/.exec(rest)?.[0].length ?? 1;
    } else if (rest.startsWith("?")) {
      out += one;
      i++;
    } else if (bracket) {
      const set = (bracket[2] ?? "")
        .replace(/\[:(\w+):\]/g, (_, name: string) => CLASSES[name] ?? "")
        .replace(/[[\]^]/g, "\\$&");
      out += `[${bracket[1] === "" ? "" : "^"}${set}]`;
      i += bracket[0].length;
    } else {
      const [, escaped] = /^\\([\s\S])/.exec(rest) ?? [];
      const char = escaped ?? rest.charAt(0);
      out += char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      i += escaped === undefined ? 1 : 2;
    }
  }
  return new RegExp(`^${out}$`);
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: "a-zA-Z",
  digit: "0-9",
  alnum: "a-zA-Z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  punct: "!-/:-@\\[-`{-~",
  xdigit: "0-9a-fA-F",
};
