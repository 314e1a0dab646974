import { readAnswer } from "../ask.ts";
import type { MachineRun } from "./machine-command.ts";

/** `QUESTION (y/n): ` and an answer that begins with y. */
export async function confirmed({ process }: MachineRun, question: string): Promise<boolean> {
  await process.stdout.write(`${question} (y/n): `);
  const answer = (await readAnswer(process)) ?? "";
  return answer.trim().toLowerCase().startsWith("y");
}
