import type { Progress } from "./progress.ts";

/** More than years of work take: a larger file is something else. */
const mostBytes = 1_000_000;

/** Whether a file may hold progress, before it is read. */
export function mayHoldProgress(file: Pick<File, "size">): boolean {
  return file.size <= mostBytes;
}

/** The text of the file a reader takes along: what the browser keeps, with line breaks. */
export function progressFileText(progress: Progress): string {
  return `${JSON.stringify(progress, undefined, 2)}\n`;
}

/** The file's name: `stem` and the reader's own date, `darsena-progreso-2026-11-24.json`. */
export function progressFileName(stem: string, today: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${stem}-${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}.json`;
}
