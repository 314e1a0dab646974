import { RealClock } from "../kernel/clock.ts";
import { Tty } from "../kernel/tty.ts";
import { layOutCourseFiles } from "./course-files.ts";
import { Lab } from "./lab.ts";

/** Connects this process's terminal with a login shell of a host, until it exits; returns its status. */
export async function runInteractive(hostName: string): Promise<number> {
  const lab = Lab.create(new RealClock(Date.now()));
  layOutCourseFiles(lab);
  const host = lab.hosts.get(hostName);
  if (!host) {
    process.stderr.write(`no host ${hostName}: there are ${[...lab.hosts.keys()].join(", ")}\n`);
    return 2;
  }
  const { stdin, stdout } = process;
  const tty = new Tty(stdout.columns ?? 80, stdout.rows ?? 24);
  tty.onOutput = (text) => new Promise((resolve) => stdout.write(text, () => resolve()));
  stdout.on("resize", () => tty.resize(stdout.columns, stdout.rows));
  stdin.setEncoding("utf8");
  stdin.on("data", (keys) => tty.type(String(keys)));
  stdin.on("end", () => tty.hangUp());
  if (stdin.isTTY) stdin.setRawMode(true);
  try {
    const { LANGUAGE, LANG } = process.env;
    return await host.login(tty, { env: { LANGUAGE: LANGUAGE ?? LANG ?? "" } }).exited;
  } finally {
    if (stdin.isTTY) stdin.setRawMode(false);
    stdin.pause();
  }
}
