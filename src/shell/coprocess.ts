import { Pipe } from "../kernel/stream.ts";
import { ExpansionError } from "./control-flow.ts";
import { OpenFile } from "./descriptors.ts";
import { runNode } from "./evaluate.ts";
import { fork } from "./fork.ts";
import { foregroundGroup, trackBackground } from "./pipeline.ts";
import type { Shell } from "./shell.ts";
import type { Coprocess } from "./syntax-tree.ts";

/** `coproc`: a job with pipes to and from the shell. */
export async function coprocess(shell: Shell, node: Coprocess): Promise<number> {
  const { body } = node;
  const name = node.name ?? "COPROC";
  const [to, from] = [new Pipe(), new Pipe()];
  const descriptors = shell.descriptors.copy();
  descriptors.replace(0, new OpenFile({ input: to }, () => to.endReading()))?.release();
  descriptors.replace(1, new OpenFile({ output: from }, () => from.endWriting()))?.release();
  const child = await fork(shell, (sub) => runNode(sub, body, true), { descriptors, group: foregroundGroup(shell) });
  const reading = shell.descriptors.freeFromTop();
  shell.descriptors.replace(reading, new OpenFile({ input: from }, () => from.endReading()));
  const writing = shell.descriptors.freeFromTop();
  shell.descriptors.replace(writing, new OpenFile({ output: to }, () => to.endWriting()));
  try {
    shell.variables.setArray(name, [String(reading), String(writing)]);
    shell.variables.set(`${name}_PID`, String(child.pid));
  } catch (error) {
    throw new ExpansionError(error instanceof Error ? error.message : String(error));
  }
  trackBackground(shell, [child], shell.source.text.slice(node.pos, node.end));
  return 0;
}
