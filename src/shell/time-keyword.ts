import type { Shell } from "./shell.ts";

/** The `time` keyword: runs the pipeline and tells how long it took. In the lab no time is spent computing. */
export async function timed(shell: Shell, posix: boolean, work: () => Promise<number>): Promise<number> {
  const { clock } = shell.process.machine;
  const start = clock.now();
  try {
    return await work();
  } finally {
    const elapsed = clock.now() - start;
    await shell.write(2, posix ? posixTimes(elapsed) : bashTimes(elapsed));
  }
}

function posixTimes(ms: number): string {
  return `real ${(ms / 1000).toFixed(2)}\nuser 0.00\nsys 0.00\n`;
}

function bashTimes(ms: number): string {
  const format = (time: number) => `${Math.floor(time / 60000)}m${((time % 60000) / 1000).toFixed(3)}s`;
  return `\nreal\t${format(ms)}\nuser\t${format(0)}\nsys\t${format(0)}\n`;
}
