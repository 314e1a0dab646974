/**
 * The words of a command line as Python's shlex splits it, which Docker Cloud and Compose read `command` with: quotes
 * and backslashes, nothing else.
 * @throws RangeError for a quote that is not closed, in shlex's words
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (char === "\\" && quote === '"' && /["\\]/.test(line.charAt(i + 1))) word += line.charAt(++i);
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + (char === "\\" ? line.charAt(++i) : char);
  }
  if (quote !== "") throw new RangeError("No closing quotation");
  if (word !== undefined) words.push(word);
  return words;
}
