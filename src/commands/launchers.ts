import { pathOf } from "../kernel/executable.ts";
import { openOutput } from "../kernel/open.ts";
import { Killed, signalNamed } from "../kernel/signal.ts";
import { command, Failure, type Run } from "./command.ts";
import { durationOf } from "./duration.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";
import { becomeCommand, runCommand, startCommand, startError } from "./run-command.ts";

/** Becomes the command, or tells why it cannot. */
async function become(
  run: Run,
  args: readonly string[],
  changes: Parameters<typeof becomeCommand>[2] = {},
  failed = "",
): Promise<number> {
  try {
    return await becomeCommand(run.process, args, changes);
  } catch (error) {
    return cannotStart(run, args, error, failed);
  }
}

async function cannotStart(run: Run, args: readonly string[], error: unknown, failed: string): Promise<number> {
  const { reason, status } = startError(error);
  const name = args[0] ?? "";
  const shown = run.name.endsWith("nohup") ? quotedName(name) : run.quote(name);
  await run.warn(run.busybox ? `can't execute '${name}': ${reason}` : `${failed}${shown}: ${reason}`);
  return status;
}

export const env = command(
  {
    usage: "[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]",
    about: "Set each NAME to VALUE in the environment and run COMMAND.",
    short: "i0u:C:S:v",
    long: "ignore-environment=i null=0 unset:=u chdir:=C split-string:=S debug=v",
    inOrder: true,
    failure: 125,
  },
  async (run) => {
    const words = [...(run.options.value("S")?.split(/\s+/) ?? []), ...run.operands];
    const clean = run.has("i") || words[0] === "-";
    if (words[0] === "-") words.shift();
    const environment: Record<string, string> = clean ? {} : { ...run.process.env };
    for (const name of run.options.values("u")) delete environment[name];
    while (/^[^=]+=/.test(words[0] ?? "")) {
      const [name = "", value = ""] = (words.shift() ?? "").split(/=(.*)/s);
      environment[name] = value;
    }
    if (words.length === 0) {
      const end = run.has("0") ? "\0" : "\n";
      await run.out(
        Object.entries(environment)
          .map(([name, value]) => `${name}=${value}${end}`)
          .join(""),
      );
      return 0;
    }
    const folder = run.options.value("C");
    if (folder !== undefined && !run.files.exists(run.path(folder)))
      throw new Failure(`cannot change directory to ${quotedName(folder)}: No such file or directory`, 125);
    return become(run, words, { env: environment, ...(folder === undefined ? {} : { cwd: run.path(folder) }) });
  },
);

export const printenv = command(
  {
    usage: "[OPTION]... [VARIABLE]...",
    about: "Print the values of the specified environment VARIABLE(s).",
    short: "0",
    long: "null=0",
    failure: 2,
  },
  async (run) => {
    const { env: environment } = run.process;
    if (run.operands.length === 0) {
      await run.out(
        Object.entries(environment)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(""),
      );
      return 0;
    }
    for (const name of run.operands) {
      const value = environment[name];
      if (value === undefined) run.status = 1;
      else await run.out(`${value}\n`);
    }
    return run.status;
  },
);

export const nice = command(
  {
    usage: "[OPTION] [COMMAND [ARG]...]",
    about: "Run COMMAND with an adjusted niceness.",
    short: "n:",
    long: "adjustment:=n",
    inOrder: true,
    failure: 125,
  },
  async (run) => {
    if (run.operands.length > 0) return become(run, run.operands);
    await run.out("0\n");
    return 0;
  },
);

export const nohup = command(
  {
    usage: "COMMAND [ARG]...",
    about: "Run COMMAND, ignoring hangup signals.",
    inOrder: true,
    failure: 125,
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const { process } = run;
    process.onSignal("SIGHUP", "ignore");
    if (!process.stdout.isTTY) {
      if (process.stdin.isTTY) await run.warn("ignoring input", 0);
      return become(run, run.operands, {}, "failed to run command ");
    }
    const output = openOutput(process, "nohup.out", { append: true, mode: 0o600 });
    await run.warn(`ignoring input and appending output to ${run.quote("nohup.out")}`, 0);
    const stderr = process.stderr.isTTY ? output : process.stderr;
    const stdin = { isTTY: false, read: () => Promise.resolve(null) };
    return become(run, run.operands, { stdin, stdout: output, stderr }, "failed to run command ");
  },
);

export const timeout = command(
  {
    usage: "[OPTION] DURATION COMMAND [ARG]...",
    about: "Start COMMAND, and kill it if still running after DURATION.",
    short: "s:k:vfp",
    long: "signal:=s kill-after:=k verbose=v foreground=f preserve-status=p",
    inOrder: true,
    failure: 125,
  },
  async (run) => {
    const [limit = "", ...words] = run.operands;
    if (words.length === 0) {
      if (run.busybox) throw new UsageError("missing operand");
      await run.process.stderr.write("Try 'timeout --help' for more information.\n");
      return 125;
    }
    const ms = durationOf(limit);
    if (ms === undefined) throw new UsageError(`invalid time interval ${run.quote(limit)}`);
    const text = run.options.value("s") ?? "TERM";
    const signal = signalNamed(text);
    if (!signal) throw new UsageError(`${run.quote(text)}: invalid signal`);
    const { machine } = run.process;
    let child: Awaited<ReturnType<typeof startCommand>>;
    try {
      child = await startCommand(run.process, words);
    } catch (error) {
      return cannotStart(run, words, error, "failed to run command ");
    }
    let expired = false;
    const stops: (() => void)[] = [];
    if (ms > 0 && Number.isFinite(ms)) {
      stops.push(
        machine.clock.after(ms, () => {
          expired = true;
          machine.processes.kill(child.pid, signal);
          machine.processes.kill(child.pid, "SIGCONT");
          const grace = durationOf(run.options.value("k") ?? "");
          if (grace !== undefined)
            stops.push(machine.clock.after(grace, () => machine.processes.kill(child.pid, "SIGKILL")));
        }),
      );
    }
    run.process.onSignal("SIGTERM", () => machine.processes.kill(child.pid, "SIGTERM"));
    const status = await child.exited;
    for (const stop of stops) stop();
    if (!expired || run.has("p")) return status;
    return signal === "SIGKILL" ? new Killed("SIGKILL").status : run.busybox ? 143 : 124;
  },
);

export const time = command(
  {
    usage: "COMMAND [ARG]...",
    about: "Run a command and tell how long it took.",
    short: "pvo:f:",
    inOrder: true,
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const { clock } = run.process.machine;
    const start = clock.now();
    let status: number;
    try {
      status = await runCommand(run.process, run.operands);
    } catch (error) {
      return cannotStart(run, run.operands, error, "cannot run ");
    }
    const seconds = (clock.now() - start) / 1000;
    const clockText = `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`;
    await run.process.stderr.write(`real\t${clockText}\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
    return status;
  },
);

export const which = command({ usage: "[-a] NAME...", about: "Locate a command.", short: "as" }, async (run) => {
  const { files, env: environment, cwd } = run.process;
  for (const name of run.operands) {
    const folders =
      run.has("a") && !name.includes("/") ? (environment.PATH ?? "").split(":") : [environment.PATH ?? ""];
    let found = false;
    for (const folder of folders) {
      try {
        const path = pathOf(files, name, folder, cwd);
        found = true;
        if (!run.has("s")) await run.out(`${name.includes("/") ? name : path}\n`);
      } catch {
        // Not in this folder.
      }
    }
    if (!found) run.status = 1;
  }
  return run.operands.length === 0 ? 1 : run.status;
});
