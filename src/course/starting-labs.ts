import type { HeadlessLab } from "../playground/headless-lab.ts";

/** One command of what has been done in a lab before its reader comes. */
export interface StartingCommand {
  readonly run: string;
  readonly host?: string;
}

/** The labs chapters begin in, by the name in their frontmatter: what was run in a new lab. */
export const startingLabs = {
  /** Three hosts with Docker, nothing in them. */
  fresh: [],
} as const satisfies Readonly<Record<string, readonly StartingCommand[]>>;

export type StartingLab = keyof typeof startingLabs;

export const isStartingLab = (name: string): name is StartingLab => Object.hasOwn(startingLabs, name);

/** Brings a new lab to where a chapter begins. @throws when no starting lab has that name */
export async function prepareLab(lab: HeadlessLab, name: string): Promise<void> {
  if (!isStartingLab(name)) throw new Error(`there is no starting lab "${name}"`);
  const commands: readonly StartingCommand[] = startingLabs[name];
  for (const { run, host = "manager1" } of commands) await lab.run(host, run);
}
