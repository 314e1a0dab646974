import { byteLength } from "../../../kernel/bytes.ts";

/** Below half, two files are two files. */
export const LEAST_SIMILARITY = 50;

/** A piece ends with its line, or after so many bytes. */
const PIECE = 64;

/** How much of a file another one holds, per cent of the larger: diffcore-delta's count of pieces found in both. */
export function similarity(from: string, to: string): number {
  const largest = Math.max(byteLength(from), byteLength(to));
  const smallest = Math.min(byteLength(from), byteLength(to));
  if (smallest === 0 || smallest * 100 < largest * LEAST_SIMILARITY) return 0;
  const pieces = piecesOf(from);
  let same = 0;
  for (const [piece, size] of piecesOf(to)) same += Math.min(size, pieces.get(piece) ?? 0);
  return Math.floor((same * 60_000) / largest) / 600;
}

/** The bytes that each different piece of a text takes in it. */
function piecesOf(text: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? [])
    for (let at = 0; at < line.length; at += PIECE) {
      const piece = line.slice(at, at + PIECE);
      sizes.set(piece, (sizes.get(piece) ?? 0) + byteLength(piece));
    }
  return sizes;
}
