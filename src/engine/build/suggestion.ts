/** Words this far away, or further, are no likely slip. */
const MAX_DISTANCE = 3;

/** The word that somebody may have meant; none when it is one of them (buildkit, util/suggest). */
export function closest(word: string, options: readonly string[]): string | undefined {
  if (options.includes(word)) return undefined;
  let best: string | undefined;
  let least = MAX_DISTANCE;
  for (const option of options) {
    const apart = distance(word, option);
    // Of two as near, the one that begins as it does: BuildKit leaves that to chance.
    const isLikelier = best !== undefined && best[0] !== word[0] && option[0] === word[0];
    if (apart < least || (apart === least && isLikelier)) {
      least = apart;
      best = option;
    }
  }
  return best;
}

/** A message with the word that may have been meant at its end. */
export function withSuggestion(message: string, word: string, options: readonly string[]): string {
  const near = closest(word, options);
  return near === undefined ? message : `${message} (did you mean ${near}?)`;
}

/** Levenshtein's: letters to add, take away or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
