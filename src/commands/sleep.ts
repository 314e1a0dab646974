import { command } from "./command.ts";
import { durationOf, LONGEST_WAIT } from "./duration.ts";
import { UsageError } from "./options.ts";

/** busybox's: microseconds, of which none pass that a clock of milliseconds does not know. */
export const usleep = command({ usage: "N", about: "Pause for N microseconds.", operands: [1, 1] }, async (run) => {
  const [count = ""] = run.operands;
  if (!/^\d+$/.test(count)) {
    await run.warn(`invalid number '${count}'`);
    return 1;
  }
  await run.process.sleep(Number(count) / 1000);
  return 0;
});

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
