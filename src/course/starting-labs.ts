import { layOutCourseFiles } from "../playground/course-files.ts";
import type { HeadlessLab } from "../playground/headless-lab.ts";
import { ORDINARY_USER } from "../programs/rootfs/debian-host.ts";

/** Whose shell the terminals of a chapter's lab open, by the lab's name in the frontmatter: see Lab.user. */
const startingUsers: ReadonlyMap<string, string> = new Map([
  /** Three hosts with Docker, nothing in them but the course's code. */
  ["fresh", "root"],
  /** The same, its terminals those of an ordinary user, who may use sudo and is not in the group docker. */
  ["fresh-user", ORDINARY_USER],
]);

/** Brings a new lab to where a chapter begins. @throws when no starting lab has that name */
export function prepareLab({ lab }: HeadlessLab, name: string): void {
  const user = startingUsers.get(name);
  if (user === undefined) throw new Error(`there is no starting lab "${name}"`);
  lab.user = user;
  layOutCourseFiles(lab);
}
