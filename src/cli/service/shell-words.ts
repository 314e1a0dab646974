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
