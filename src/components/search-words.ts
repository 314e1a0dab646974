/**
 * Other ways to write a Spanish query. The index folds accents and stems, but its stemmer takes «imágenes» to «imagen»
 * and «imagen» to «imag», so the two never meet: each word is looked for in the singular and in the plural.
 */

/** Lower case, no accents; ñ stays a letter of its own. */
export function foldAccents(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/(?<!n)\u0303|[\u0300-\u0302\u0304-\u036f]/g, "")
    .normalize("NFC");
}

/** redes → red, imagenes → imagen, veces → vez, puertos → puerto. Works on folded words. */
export function singular(word: string): string {
  if (word.length < 5 && !/[aeo]s$/.test(word)) return word;
  if (/[aeiou]ces$/.test(word)) return `${word.slice(0, -3)}z`;
  if (/[lnrdj]es$/.test(word) && word.length > 4) return word.slice(0, -2);
  if (/[aeiou]s$/.test(word) && word.length > 3) return word.slice(0, -1);
  return word;
}

/** red → redes, imagen → imagenes, vez → veces, puerto → puertos. Works on folded words. */
export function plural(word: string): string {
  if (/s$/.test(word)) return word;
  if (/z$/.test(word)) return `${word.slice(0, -1)}ces`;
  return /[aeiou]$/.test(word) ? `${word}s` : `${word}es`;
}

const mostWords = 3;

/**
 * The queries to run for what the reader typed, the plainest first; their results are merged.
 * A command (`docker run`), a flag or a name with digits is left as it is.
 */
export function spanishQueries(query: string): string[] {
  const words = foldAccents(query).split(/\s+/).filter(Boolean);
  let queries = [""];
  for (const [index, word] of words.entries()) {
    const inflects = index < mostWords && /^[a-zñ]{3,}$/.test(word) && word !== "docker";
    const forms = inflects ? [...new Set([singular(word), plural(singular(word))])] : [word];
    queries = queries.flatMap((start) => forms.map((form) => (start ? `${start} ${form}` : form)));
  }
  return queries.filter(Boolean);
}
