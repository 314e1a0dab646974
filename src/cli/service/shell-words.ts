/**
 * The words of a command line in one flag (`--args "sleep 1d"`), as docker's shlex reads them: blanks separate, quotes
 * hold together, a backslash takes the next character as it is.
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, blanks, single, double, escaped, plain] of text.matchAll(
    /(\s+)|'([^']*)'?|"((?:\\.|[^"\\])*)"?|\\(.)|([^\s'"\\]+)/gs,
  )) {
    if (blanks !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word = (word ?? "") + (single ?? double?.replace(/\\(.)/gs, "$1") ?? escaped ?? plain ?? "");
  }
  return word === undefined ? words : [...words, word];
}

/** What is wrong with words whose quotes do not close, in shlex's words. */
export function shellWordsError(text: string): string | undefined {
  const rest = text.replace(/'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\]/gs, "");
  if (rest === "") return undefined;
  return rest.startsWith("\\") ? "EOF found after escape character" : "EOF found when expecting closing quote";
}
