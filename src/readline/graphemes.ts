const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a character at `index` stands alone, which nearly all of a command line does. */
function isPlain(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return (code >= 0x20 && code < 0x7f) || Number.isNaN(code);
}

/** The index after the character (what a reader sees as one) that holds `index`; at the end, the end. */
export function nextBoundary(text: string, index: number): number {
  if (index >= text.length) return text.length;
  if (isPlain(text, index) && isPlain(text, index + 1)) return index + 1;
  const segment = segmenter.segment(text).containing(index);
  return segment ? segment.index + segment.segment.length : text.length;
}

/** The index where the character before `index` begins; at the start, 0. */
export function previousBoundary(text: string, index: number): number {
  if (index <= 0) return 0;
  if (isPlain(text, index - 1) && isPlain(text, index)) return index - 1;
  return segmenter.segment(text).containing(index - 1)?.index ?? 0;
}

/** `index`, or the end of the character it would cut in two. */
export function snapToBoundary(text: string, index: number): number {
  if (index <= 0) return 0;
  if (index >= text.length) return text.length;
  return nextBoundary(text, previousBoundary(text, index)) === index ? index : nextBoundary(text, index);
}
