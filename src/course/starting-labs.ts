import { layOutCourseFiles } from "../playground/course-files.ts";
import type { HeadlessLab } from "../playground/headless-lab.ts";
import { ORDINARY_USER } from "../programs/rootfs/debian-host.ts";

/** One command of what has been done in a lab before its reader comes. */
export interface StartingCommand {
  readonly run: string;
  readonly host?: string;
}

/** The labs chapters begin in, by the name in their frontmatter: what was run in a new lab. */
export const startingLabs = {
  /** Three hosts with Docker, nothing in them but the course's code. */
  fresh: [],
  /** The same, its terminals those of an ordinary user, who may use sudo and is not in the group docker. */
  "fresh-user": [],
} as const satisfies Readonly<Record<string, readonly StartingCommand[]>>;

export type StartingLab = keyof typeof startingLabs;

/** Whose shell the terminals of a lab open, where it is not root's. */
const users: Partial<Record<StartingLab, string>> = { "fresh-user": ORDINARY_USER };

/** "root", or the hosts' ordinary user: see Lab.user. */
export const startingUser = (name: StartingLab): string => users[name] ?? "root";

export const isStartingLab = (name: string): name is StartingLab => Object.hasOwn(startingLabs, name);

/** Brings a new lab to where a chapter begins. @throws when no starting lab has that name */
export async function prepareLab(lab: HeadlessLab, name: string): Promise<void> {
  if (!isStartingLab(name)) throw new Error(`there is no starting lab "${name}"`);
  const commands: readonly StartingCommand[] = startingLabs[name];
  lab.lab.user = startingUser(name);
  layOutCourseFiles(lab.lab);
  for (const { run, host = "manager1" } of commands) await lab.run(host, run);
}
