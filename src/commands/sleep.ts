import { command } from "./command.ts";
import { durationOf, LONGEST_WAIT } from "./duration.ts";
import { UsageError } from "./options.ts";

export const sleep = command(
  {
    usage: "NUMBER[SUFFIX]...",
    about: "Pause for NUMBER seconds, minutes (m), hours (h) or days (d).",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    let total = 0;
    for (const operand of run.operands) {
      const ms = durationOf(operand);
      if (ms === undefined) {
        if (run.busybox) {
          await run.warn(`invalid number '${operand}'`);
          return 1;
        }
        throw new UsageError(`invalid time interval ${run.quote(operand)}`);
      }
      total += ms;
    }
    for (let left = total; left > 0; left -= LONGEST_WAIT) await run.process.sleep(Math.min(left, LONGEST_WAIT));
    return 0;
  },
);
