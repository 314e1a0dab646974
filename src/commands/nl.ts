import { command } from "./command.ts";
import { lineBatches } from "./text.ts";

export const nl = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Write each FILE to standard output, with line numbers added.",
    short: "b:h:f:i:l:n:ps:v:w:d:",
    long: "body-numbering:=b line-increment:=i number-format:=n number-separator:=s starting-line-number:=v number-width:=w",
  },
  async (run) => {
    const style = run.options.value("b") ?? "t";
    const width = Number(run.options.value("w") ?? 6);
    const separator = run.options.value("s") ?? "\t";
    const step = Number(run.options.value("i") ?? 1);
    const format = run.options.value("n") ?? "rn";
    const pattern = style.startsWith("p") ? new RegExp(style.slice(1)) : undefined;
    let number = Number(run.options.value("v") ?? 1);
    for await (const { input } of run.inputs()) {
      for await (const lines of lineBatches(run.process, input)) {
        let out = "";
        for (const line of lines) {
          if (style === "n" || (style === "t" && line === "") || (pattern && !pattern.test(line))) {
            out += `${" ".repeat(width + separator.length)}${line}\n`;
            continue;
          }
          const text = String(number);
          out += `${format === "ln" ? text.padEnd(width) : text.padStart(width, format === "rz" ? "0" : " ")}${separator}${line}\n`;
          number += step;
        }
        await run.out(out);
      }
    }
  },
);

export const rev = command({ usage: "[FILE]...", about: "Reverse lines characterwise." }, async (run) => {
  const words = (name: string, error: Error) => `cannot open ${name}: ${error.message}`;
  for await (const { input } of run.inputs(run.operands, words)) {
    for await (const lines of lineBatches(run.process, input))
      await run.out(lines.map((line) => `${[...line].reverse().join("")}\n`).join(""));
  }
});
