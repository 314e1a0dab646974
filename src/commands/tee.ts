import { openOutput } from "../kernel/open.ts";
import { BrokenPipe, type Output } from "../kernel/stream.ts";
import { command } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { pieces } from "./text.ts";

export const tee = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Copy standard input to each FILE, and also to standard output.",
    short: "aip",
    long: "append=a ignore-interrupts=i",
  },
  async (run) => {
    if (run.has("i")) run.process.onSignal("SIGINT", "ignore");
    const outputs: Output[] = [run.process.stdout];
    for (const name of run.operands) {
      const output = await run.try(() => openOutput(run.process, name, { append: run.has("a") }), nameIfPlain(name));
      if (output) outputs.push(output);
    }
    for await (const piece of pieces(run.process, run.process.stdin)) {
      for (const output of outputs) {
        try {
          await output.write(piece);
        } catch (error) {
          if (!(error instanceof BrokenPipe) || outputs.length === 1) throw error;
          outputs.splice(outputs.indexOf(output), 1);
        }
      }
    }
  },
);
