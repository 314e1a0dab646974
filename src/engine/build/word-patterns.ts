import { BuildError } from "./build-error.ts";

/** The patterns of `${name#pattern}` and its like: `*` and `?`, without brackets (buildkit, frontend/dockerfile/shell/lex.go). */

/** Takes a pattern off the beginning (`#`, `##`) or the end (`%`, `%%`) of a value. @throws BuildError for a bad escape */
export function withoutPattern(value: string, operator: "#" | "%", word: string): string {
  const greedy = word.startsWith(operator);
  const pattern = greedy ? word.slice(1) : word;
  if (operator === "#") return value.replace(regexOf(pattern, { greedy, before: "^" }), "");
  // The shortest end is looked for from behind: a pattern that is not greedy would else begin as early as it can.
  const whole = regexOf(pattern, { greedy: true, before: "^", after: "$" });
  const starts = Array.from({ length: value.length + 1 }, (_, at) => at);
  const start = (greedy ? starts : starts.reverse()).find((at) => whole.test(value.slice(at)));
  return start === undefined ? value : value.slice(0, start);
}

/** `${name/pattern/replacement}`, or with `//` everywhere. @throws BuildError for a bad escape */
export function replacePattern(value: string, pattern: string, replacement: string, everywhere: boolean): string {
  return value.replace(regexOf(pattern, { greedy: true, flags: everywhere ? "g" : "" }), () => replacement);
}

interface RegexOptions {
  readonly greedy: boolean;
  readonly before?: string;
  readonly after?: string;
  readonly flags?: string;
}

function regexOf(pattern: string, { greedy, before = "", after = "", flags = "" }: RegexOptions): RegExp {
  const source = pattern.replace(/\\([\s\S]?)|[\s\S]/g, (char, escaped: string | undefined) => {
    if (char === "*") return greedy ? ".*" : ".*?";
    if (char === "?") return ".";
    if (escaped === undefined) return literal(char);
    if (!["}", "/", "*", "?", "\\"].includes(escaped))
      throw new BuildError(`invalid pattern (${pattern}) in substitution: invalid escape '\\${escaped}'`);
    return literal(escaped);
  });
  return new RegExp(`${before}${source}${after}`, flags);
}

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
