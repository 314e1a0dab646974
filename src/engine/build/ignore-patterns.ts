import { BuildError } from "./build-error.ts";

/**
 * The patterns of a .dockerignore file (moby/patternmatcher): shell patterns with `**`, comments, and `!` for what is
 * not ignored after all; the last that matches decides.
 */
export class IgnorePatterns {
  readonly #rules: { readonly negated: boolean; readonly pattern: string; readonly expression: RegExp }[];

  /** @throws BuildError for a pattern that is none */
  constructor(text: string) {
    this.#rules = text
      .split(/\r?\n/)
      .map((line, i) => (i === 0 ? line.replace(/^\ufeff/, "") : line).trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const negated = line.startsWith("!");
        const pattern = (negated ? line.slice(1).trim() : line).replace(/^\/+|\/+$/g, "").replace(/^\.\//, "");
        return { negated, pattern, expression: expressionOf(pattern) };
      });
  }

  /** Whether any line says what is not ignored after all. */
  get hasExceptions(): boolean {
    return this.#rules.some(({ negated }) => negated);
  }

  /** Whether a line leaves nothing of the context. */
  get ignoresAll(): boolean {
    return this.#rules.some(({ pattern }) => ["*", "**", "**/*"].includes(pattern));
  }

  /** @param path relative to the context, without a leading slash */
  ignores(path: string): boolean {
    let ignored = false;
    for (const { negated, expression } of this.#rules) if (expression.test(path)) ignored = !negated;
    return ignored;
  }
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(`^${globSource(pattern)}(?:/.*)?$`);
  } catch {
    throw new BuildError("syntax error in pattern");
  }
}

/** A shell pattern as a regular expression's source: `*` and `?` stop at slashes, `**` does not. */
export function globSource(pattern: string): string {
  return pattern.replace(/\*\*\/?|\*|\?|\[\^?[^\]]+\]|\\.|[.+^${}()|]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.startsWith("[") || (token.startsWith("\\") && token.length === 2)) return token;
    return `\\${token}`;
  });
}
