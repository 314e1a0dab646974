import { command } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { pieces } from "./text.ts";

/** Shows control characters as `^A` (`cat -v`). */
function visible(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (char) =>
    char === "\x7f" ? "^?" : `^${String.fromCharCode(char.charCodeAt(0) + 64)}`,
  );
}

export const cat = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Concatenate FILE(s) to standard output.",
    short: "AbeEnstTuv",
    long: "show-all=A number-nonblank=b show-ends=E number=n squeeze-blank=s show-tabs=T show-nonprinting=v",
  },
  async (run) => {
    const has = (...keys: string[]) => keys.some((key) => run.has(key));
    const numberFilled = has("b");
    const numberAll = has("n") && !numberFilled;
    const squeeze = has("s");
    const ends = has("A", "e", "E");
    const tabs = has("A", "t", "T");
    const controls = has("A", "e", "t", "v");
    const plain = !(numberAll || numberFilled || squeeze || ends || tabs || controls);
    let number = 0;
    let atStart = true;
    let blanks = 0;

    const shown = (piece: string): string => {
      let out = "";
      for (const line of piece.split(/(?<=\n)/)) {
        const isBlank = atStart && line === "\n";
        blanks = isBlank ? blanks + 1 : 0;
        if (squeeze && blanks > 1) continue;
        if (atStart && (numberAll || (numberFilled && !isBlank))) {
          number++;
          out += `${String(number).padStart(6)}\t`;
        }
        let text = line.replace(/\n$/, "");
        if (controls) text = visible(text);
        if (tabs) text = text.replaceAll("\t", "^I");
        atStart = line.endsWith("\n");
        out += text + (atStart ? (ends ? "$\n" : "\n") : "");
      }
      return out;
    };

    const words = (name: string, error: Error) => {
      if (!run.busybox) return `${nameIfPlain(name)}: ${error.message}`;
      return error.message === "Is a directory"
        ? "read error: Is a directory"
        : `can't open '${name}': ${error.message}`;
    };
    for await (const { input } of run.inputs(run.operands, words)) {
      for await (const piece of pieces(run.process, input)) await run.out(plain ? piece : shown(piece));
    }
  },
);
