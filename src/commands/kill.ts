import { maySignal } from "../kernel/access.ts";
import { SIGNALS, type SignalName, signalNamed } from "../kernel/signal.ts";
import { findUser } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { globRegex } from "./glob-regex.ts";
import { type ListedProcess, listProcesses } from "./ps/process-list.ts";

/** `-9`, `-KILL`, `-SIGKILL` as an option of its own. */
const signalOption = (args: readonly string[]): readonly string[] =>
  args.map((arg) =>
    /^-(\d+|[A-Z][A-Z0-9]+\d?)$/.test(arg) && signalNamed(arg.slice(1)) ? `--signal=${arg.slice(1)}` : arg,
  );

function signalOf(run: Run): SignalName {
  const text = run.options.value("s") ?? "TERM";
  const signal = signalNamed(text);
  if (!signal) throw new Failure(run.busybox ? `bad signal name '${text}'` : `unknown signal ${text}`);
  return signal;
}

/** Sends a signal; a message when that cannot be. */
async function send(run: Run, pid: number, signal: SignalName, words: (reason: string) => string): Promise<boolean> {
  const { machine, user } = run.process;
  const entry = machine.processes.get(pid);
  if (!entry) {
    const elsewhere = listProcesses(run.process).find((one) => one.pid === pid);
    if (elsewhere && user.uid === 0 && machine.signalElsewhere?.(pid, signal)) return true;
    await run.warn(words(elsewhere ? "Operation not permitted" : "No such process"));
    return false;
  }
  if (!maySignal(user, entry.user)) {
    await run.warn(words("Operation not permitted"));
    return false;
  }
  machine.processes.killBeside(pid, signal);
  return true;
}

export const kill = command(
  {
    usage: "[options] <pid> [...]",
    about: "Send a signal to a process.",
    short: "s:lL0",
    long: "signal:=s list?=l table=L",
    before: signalOption,
  },
  async (run) => {
    if (run.has("l") || run.has("L")) {
      const names = Object.keys(SIGNALS).map((name) => name.slice(3));
      await run.out(`${names.join(" ")}\n`);
      return 0;
    }
    if (run.operands.length === 0)
      throw new Failure(run.busybox ? "you need to specify whom to kill" : "not enough arguments");
    const signal = run.has("0") ? undefined : signalOf(run);
    for (const operand of run.operands) {
      const pid = Number(operand);
      if (!Number.isInteger(pid)) {
        await run.warn(run.busybox ? `invalid number '${operand}'` : `failed to parse argument: '${operand}'`);
        continue;
      }
      if (signal === undefined) {
        if (!listProcesses(run.process).some((one) => one.pid === pid)) await run.warn(`(${pid}): No such process`);
      } else if (pid < 0) run.process.machine.processes.killGroup(-pid, signal);
      else
        await send(run, pid, signal, (reason) =>
          run.busybox ? `can't kill pid ${pid}: ${reason}` : `(${pid}): ${reason}`,
        );
    }
    return run.status;
  },
);

/** The processes that a pattern and the options choose: never the one that asks. */
function matching(run: Run): ListedProcess[] {
  const [pattern] = run.operands;
  if (pattern === undefined && !run.has("u") && !run.has("P"))
    throw new Failure("no matching criteria specified\nTry `pgrep --help' for more information.", 2);
  const source = run.has("x") ? `^(?:${pattern ?? ""})$` : (pattern ?? "");
  const regex = new RegExp(source, run.has("i") ? "i" : "");
  const users = run.options
    .values("u")
    .flatMap((text) => text.split(","))
    .map((name) => findUser(run.files, name)?.uid ?? Number(name));
  const parents = run.options
    .values("P")
    .flatMap((text) => text.split(","))
    .map(Number);
  const found = listProcesses(run.process).filter(
    ({ pid, uid, parent, name, args }) =>
      pid !== run.process.pid &&
      (users.length === 0 || users.includes(uid)) &&
      (parents.length === 0 || parents.includes(parent)) &&
      regex.test(run.has("f") ? args.join(" ") : name) !== run.has("v"),
  );
  if (run.has("n")) return found.slice(-1);
  return run.has("o") ? found.slice(0, 1) : found;
}

const PATTERN_OPTIONS = {
  short: "acd:efilnoP:s:u:vx",
  long: "list-name=l list-full=a count=c full=f ignore-case=i newest=n oldest=o parent:=P euid:=u inverse=v exact=x signal:=s echo=e delimiter:=d",
};

export const pgrep = command(
  { usage: "[options] <pattern>", about: "Look up processes by name.", ...PATTERN_OPTIONS },
  async (run) => {
    const found = matching(run);
    if (run.has("c")) await run.out(`${found.length}\n`);
    else {
      const lines = found.map(({ pid, name, args }) =>
        run.has("a") ? `${pid} ${args.join(" ")}` : run.has("l") ? `${pid} ${name}` : String(pid),
      );
      if (lines.length > 0) await run.out(`${lines.join(run.options.value("d") ?? "\n")}\n`);
    }
    return found.length > 0 ? 0 : 1;
  },
);

export const pkill = command(
  {
    usage: "[options] <pattern>",
    about: "Send a signal to processes by name.",
    ...PATTERN_OPTIONS,
    before: signalOption,
  },
  async (run) => {
    const found = matching(run);
    const signal = signalOf(run);
    for (const { pid, name } of found) {
      const done = await send(run, pid, signal, (reason) => `killing pid ${pid} failed: ${reason}`);
      if (done && run.has("e")) await run.out(`${name} killed (pid ${pid})\n`);
    }
    return found.length > 0 ? run.status : 1;
  },
);

export const killall = command(
  {
    usage: "[OPTION]... [--] NAME...",
    about: "Kill processes by name.",
    short: "eIgils:qrvwu:",
    long: "signal:=s quiet=q verbose=v",
    before: signalOption,
  },
  async (run) => {
    if (run.operands.length === 0) {
      if (run.busybox) throw new Failure("you need to specify whom to kill");
      await run.process.stderr.write("Usage: killall [OPTION]... [--] NAME...\n");
      return 1;
    }
    const signal = signalOf(run);
    for (const name of run.operands) {
      const glob = globRegex(name);
      const found = listProcesses(run.process).filter((one) => one.pid !== run.process.pid && glob.test(one.name));
      if (found.length === 0 && !run.has("q"))
        await run.warn(`${name}: no process ${run.busybox ? "killed" : "found"}`);
      for (const { pid } of found) await send(run, pid, signal, (reason) => `${name}(${pid}): ${reason}`);
    }
    return run.status;
  },
);

export const pidof = command(
  { usage: "[options] program...", about: "Find the process ID of a running program.", short: "sxo:" },
  async (run) => {
    const found = listProcesses(run.process).filter(
      ({ name, pid }) => run.operands.includes(name) && pid !== run.process.pid,
    );
    if (found.length === 0) return 1;
    const pids = found.map(({ pid }) => pid).reverse();
    await run.out(`${(run.has("s") ? pids.slice(0, 1) : pids).join(" ")}\n`);
    return 0;
  },
);
