import files from "../../content/curso.json" with { type: "json" };
import { COURSE_FOLDER } from "./host-login.ts";
import type { Lab } from "./lab.ts";

/** Puts the course's own code where logins begin, on every host. Scripts may be run. */
export function layOutCourseFiles({ hosts }: Lab): void {
  for (const { machine } of hosts.values())
    for (const [path, text] of Object.entries(files)) {
      const full = `${COURSE_FOLDER}/${path}`;
      machine.files.mkdir(full.slice(0, full.lastIndexOf("/")), { recursive: true });
      machine.files.writeFile(full, text);
      if (text.startsWith("#!")) machine.files.chmod(full, 0o755);
    }
}
