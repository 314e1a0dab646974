import { displayNames, inColumns } from "./completion.ts";
import type { Key } from "./key-decoder.ts";

/** More candidates than this are listed only if wanted (readline's completion-query-items). */
const ASK_ABOVE = 100;

/** The screen and the keyboard, for as long as a list is shown. */
interface Screen {
  readonly columns: number;
  readonly rows: number;
  write(text: string): Promise<void>;
  /** The next key, or null when there will be none. */
  nextKey(): Promise<Key | null>;
}

/** Lists candidates in columns below the line, asking first when they are many, and page by page. */
export async function listCandidates(screen: Screen, candidates: readonly string[]): Promise<void> {
  await screen.write("\r\n");
  if (candidates.length >= ASK_ABOVE) {
    await screen.write(`Display all ${candidates.length} possibilities? (y or n)`);
    const wanted = await answer(screen);
    await screen.write("\r\n");
    if (wanted !== "page") return;
  }
  const lines = inColumns(displayNames(candidates), screen.columns);
  let onPage = 0;
  for (const [index, line] of lines.entries()) {
    await screen.write(`${line}\r\n`);
    onPage++;
    if (onPage < screen.rows - 1 || index + 1 === lines.length) continue;
    const more = await askForMore(screen);
    if (more === "stop") return;
    onPage = more === "page" ? 0 : onPage - 1;
  }
}

type Answer = "page" | "line" | "stop";

async function askForMore(screen: Screen): Promise<Answer> {
  await screen.write("--More--");
  const more = await answer(screen, true);
  await screen.write("\r\x1b[K");
  return more;
}

/** The keys readline takes for an answer; others only ring the bell. */
async function answer(screen: Screen, paging = false): Promise<Answer> {
  for (;;) {
    const key = await screen.nextKey();
    const name = key?.name === "text" ? (key.text[0] ?? "") : key?.name;
    if (name === "y" || name === "Y" || name === " ") return "page";
    if (name === undefined || name === "n" || name === "N" || name === "Backspace" || name === "C-g" || name === "C-c")
      return "stop";
    if (paging && name === "Enter") return "line";
    if (paging && (name === "q" || name === "Q")) return "stop";
    await screen.write("\x07");
  }
}
