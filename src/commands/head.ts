import { byteLength } from "../kernel/bytes.ts";
import type { Input } from "../kernel/stream.ts";
import { command, type Run } from "./command.ts";
import { type Amount, amountOf, byteSlice, headerOf, obsoleteCounts, unreadable } from "./line-counts.ts";
import { pieces, wholeText } from "./text.ts";

export const head = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print the first 10 lines of each FILE to standard output.",
    short: "n:c:qvz",
    long: "lines:=n bytes:=c quiet=q silent=q verbose=v",
    before: obsoleteCounts,
  },
  async (run) => {
    const amount = amountOf(run);
    const headers = (run.operands.length > 1 && !run.has("q")) || run.has("v");
    let first = true;
    for await (const { name, input } of run.inputs(run.operands, unreadable(run))) {
      if (headers) await run.out(headerOf(name, first));
      first = false;
      await (amount.sign === "-" ? allBut(run, input, amount) : firstOf(run, input, amount));
    }
  },
);

async function firstOf(run: Run, input: Input, { unit, count }: Amount): Promise<void> {
  let left = count;
  if (left === 0) return;
  for await (const piece of pieces(run.process, input)) {
    let taken = piece;
    if (unit === "bytes") {
      const size = byteLength(piece);
      if (size >= left) taken = byteSlice(piece, 0, left);
      left -= Math.min(size, left);
    } else {
      let at = -1;
      while (left > 0) {
        const next = piece.indexOf("\n", at + 1);
        if (next < 0) break;
        at = next;
        left--;
      }
      if (left === 0) taken = piece.slice(0, at + 1);
    }
    await run.out(taken);
    if (left === 0) return;
  }
}

async function allBut(run: Run, input: Input, { unit, count }: Amount): Promise<void> {
  const text = await wholeText(run.process, input);
  if (unit === "bytes") await run.out(byteSlice(text, 0, Math.max(0, byteLength(text) - count)));
  else {
    const lines = text === "" ? [] : text.split(/(?<=\n)/);
    await run.out(lines.slice(0, Math.max(0, lines.length - count)).join(""));
  }
}
