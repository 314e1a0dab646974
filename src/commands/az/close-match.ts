/** How alike two words must be for one to stand for the other (azure-cli-core, parser.py). */
const CUTOFF = 0.7;

/** The word that somebody may have meant, as Python's difflib finds it. */
export function closeMatch(word: string, choices: readonly string[]): string | undefined {
  const rated = choices
    .map((choice) => ({ choice, ratio: (2 * matching(word, choice)) / (word.length + choice.length) }))
    .filter(({ ratio }) => ratio >= CUTOFF)
    .sort((a, b) => b.ratio - a.ratio || (a.choice < b.choice ? 1 : -1));
  return rated[0]?.choice;
}

/** How many characters two words share in blocks that come in the same order (Ratcliff and Obershelp). */
function matching(a: string, b: string): number {
  let best = { a: 0, b: 0, length: 0 };
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let length = 0;
      while (i + length < a.length && a[i + length] === b[j + length]) length++;
      if (length > best.length) best = { a: i, b: j, length };
    }
  }
  if (best.length === 0) return 0;
  return (
    best.length +
    matching(a.slice(0, best.a), b.slice(0, best.b)) +
    matching(a.slice(best.a + best.length), b.slice(best.b + best.length))
  );
}
