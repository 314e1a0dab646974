import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

/**
 * Records the usage texts of busybox's applets in content/busybox-usage.json:
 *
 *     node scripts/record-busybox-usage.ts BUSYBOX
 *
 * BUSYBOX is Debian trixie's busybox-static, of the same release as Alpine's (1.37). What Alpine builds with other
 * settings is put right here, from its build's settings and the words of busybox's source.
 */
const [binary = "busybox"] = process.argv.slice(2);

const NC =
  "nc [OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen\n\n" +
  "\t-e PROG\tRun PROG after connect (must be last)\n\t-l\tListen mode, for inbound connects\n" +
  "\t-lk\tWith -e, provides persistent server\n\t-p PORT\tLocal port\n\t-s ADDR\tLocal address\n" +
  "\t-w SEC\tTimeout for connects and final net reads\n\t-i SEC\tDelay interval for lines sent\n" +
  "\t-n\tDon't do DNS resolution\n\t-u\tUDP mode\n\t-b\tAllow broadcasts\n\t-v\tVerbose\n" +
  "\t-o FILE\tHex dump traffic\n\t-z\tZero-I/O mode (scanning)";

const run = (...args: string[]) => {
  const { stdout, stderr } = spawnSync(binary, args, { encoding: "utf8", input: "" });
  return stdout + stderr;
};

const usages: Record<string, string> = {};
for (const name of run("--list").trim().split("\n")) {
  const usage = /\nUsage: ([\s\S]*?)\n*$/.exec(run(name, "--help"))?.[1];
  // The shells take the word for a script's name.
  if (usage !== undefined && !["ash", "busybox", "sh"].includes(name)) usages[name] = usage;
}
usages.nc = NC;
usages.netstat = (usages.netstat ?? "")
  .replace("[-en]", "[-enWp]")
  .concat("\n\t-W\tWide display\n\t-p\tShow PID/program name for sockets");
writeFileSync(
  new URL("../content/busybox-usage.json", import.meta.url),
  `${JSON.stringify(usages, Object.keys(usages).sort(), 1)}\n`,
);
