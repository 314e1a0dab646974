/** Where the cursor stands in a line that may be unfinished. */
export interface WordContext {
  /** Where the word before the cursor begins. */
  readonly start: number;
  /** That word without its quotes. */
  readonly text: string;
  /** The quote that is still open in it: `"`, `'`, or none. */
  readonly quote: string;
  /** The words before it in the same command, without quotes. */
  readonly words: readonly string[];
  /** It is the target of a redirection. */
  readonly redirected: boolean;
}

/** Reads a line up to the cursor as far as completion needs: words, quotes, and where a command begins anew. */
export function wordBefore(line: string): WordContext {
  let words: string[] = [];
  let start = 0;
  let text = "";
  let inWord = false;
  let quote = "";
  let redirected = false;
  const endWord = () => {
    if (inWord && !redirected) words.push(text);
    if (inWord) redirected = false;
    inWord = false;
    text = "";
  };
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (char === "\\" && quote === '"' && /["\\$`]/.test(line[i + 1] ?? "")) text += line[++i] ?? "";
      else text += char;
      continue;
    }
    if (/[\s;&|()<>]/.test(char)) {
      endWord();
      if (/[;&|(\n]/.test(char) && !(char === "&" && /[<>]/.test(line[i - 1] ?? ""))) words = [];
      if (char === "(" || char === ")") words = [];
      if (char === "<" || char === ">") redirected = true;
      continue;
    }
    if (char === "`" || (char === "$" && line[i + 1] === "(")) {
      endWord();
      words = [];
      if (char === "$") i++;
      continue;
    }
    if (!inWord) {
      inWord = true;
      start = i;
    }
    if (char === "'" || char === '"') quote = char;
    else if (char === "\\" && i + 1 < line.length) text += line[++i] ?? "";
    else text += char;
  }
  // A number or `&` right before a redirection belongs to it.
  return { start: inWord ? start : line.length, text, quote, words, redirected };
}
