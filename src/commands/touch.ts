import { command, Failure } from "./command.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";
import { parseDate } from "./time-text.ts";

export const touch = command(
  {
    usage: "[OPTION]... FILE...",
    about: "Update the access and modification times of each FILE to the current time.",
    short: "acd:fhmr:t:",
    long: "no-create=c date:=d no-dereference=h reference:=r time:",
  },
  async (run) => {
    if (run.operands.length === 0) {
      throw new UsageError("missing file operand");
    }
    const now = run.process.machine.clock.now();
    const [date, stamp, reference] = [run.options.value("d"), run.options.value("t"), run.options.value("r")];
    let time = now;
    if (reference !== undefined) {
      const stats = await run.try(
        () => run.files.stat(run.path(reference)),
        `failed to get attributes of ${quotedName(reference)}`,
      );
      if (!stats) return 1;
      time = stats.mtime;
    } else if (date !== undefined) {
      const parsed = parseDate(date, now);
      if (parsed === undefined) throw new Failure(`invalid date format ${run.quote(date)}`);
      time = parsed;
    } else if (stamp !== undefined) {
      const match = /^(\d{2}|\d{4})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(stamp);
      if (!match) throw new Failure(`invalid date format ${run.quote(stamp)}`);
      const [, y, ...rest] = match;
      const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = rest.map((part) => Number(part ?? 0));
      const year = y === undefined ? new Date(now).getUTCFullYear() : y.length === 4 ? Number(y) : 2000 + Number(y);
      time = Date.UTC(year, month - 1, day, hour, minute, second);
    }
    for (const name of run.operands) {
      const path = run.path(name);
      await run.try(
        () => {
          if (!run.files.exists(path)) {
            if (run.has("c")) return;
            run.files.writeFile(path, "");
          }
          run.files.touch(path, time);
        },
        (error) =>
          run.busybox
            ? `${name}: ${error.message}`
            : `${error.code === "EPERM" || error.code === "EROFS" ? "cannot touch" : "cannot touch"} ${quotedName(name)}: ${error.message}`,
      );
    }
    return run.status;
  },
);
