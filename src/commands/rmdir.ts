import { command } from "./command.ts";
import { quotedName } from "./quoting.ts";

export const rmdir = command(
  {
    usage: "[OPTION]... DIRECTORY...",
    about: "Remove the DIRECTORY(ies), if they are empty.",
    short: "pv",
    long: "parents=p verbose=v ignore-fail-on-non-empty",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    for (const name of run.operands) {
      const names = [name];
      if (run.has("p"))
        for (let at = name.lastIndexOf("/"); at > 0; at = name.lastIndexOf("/", at - 1)) names.push(name.slice(0, at));
      for (const one of names) {
        if (run.has("v")) await run.out(`rmdir: removing directory, ${quotedName(one)}\n`);
        try {
          run.files.rmdir(run.path(one));
        } catch (error) {
          if (run.has("ignore-fail-on-non-empty") && error instanceof Error && error.message === "Directory not empty")
            break;
          await run.try(
            () => {
              throw error;
            },
            run.busybox ? `'${one}'` : `failed to remove ${quotedName(one)}`,
          );
          break;
        }
      }
    }
  },
);
