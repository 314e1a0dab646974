/** East Asian wide and full-width characters, and emoji: two columns each on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a text takes: combining marks none, wide characters two. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(char)) continue;
    width += WIDE.test(char) ? 2 : 1;
  }
  return width;
}

/** Cuts a text to so many columns, the last one a `…` (docker/cli, `formatter.Ellipsis`). */
export function ellipsis(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (columns === 1) return text.slice(0, 1);
  if (displayWidth(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const char of text) {
    width += displayWidth(char);
    if (width > columns - 1) break;
    kept += char;
  }
  return `${kept}…`;
}
