import { type Credentials, FileError } from "./filesystem.ts";
import type { Machine } from "./machine.ts";
import { type ExecOptions, ForkError, type Process } from "./process.ts";
import type { KernelEntry, StartOptions } from "./process-entry.ts";
import type { ProcessTable } from "./process-table.ts";
import { allowSetUserId } from "./set-user-id.ts";
import type { Input, Output } from "./stream.ts";

/**
 * What a running program has of its machine: its own entry, files and streams, each of which waits while it is stopped
 * and fails once a signal has ended it.
 * @param table the one that `entry` is in
 */
export function viewOf(machine: Machine, entry: KernelEntry, options: StartOptions, table: ProcessTable): Process {
  const { signal } = entry.abort;
  const running = async () => {
    while (entry.stopped || table.frozen) await (entry.stopped ? entry.continued : table.frozen);
    signal.throwIfAborted();
  };
  // A shell reads line after line with one signal of its own: both are joined once, not at every read.
  let joined: { own: AbortSignal; any: AbortSignal } | undefined;
  const either = (own: AbortSignal | undefined) => {
    if (!own || own === signal) return signal;
    if (joined?.own !== own) joined = { own, any: AbortSignal.any([own, signal]) };
    return joined.any;
  };
  // What passes between two breaths with no wait among them is time that it computes.
  let computesSince = machine.clock.now();
  const waited = () => {
    computesSince = machine.clock.now();
  };
  const bindInput = (input: Input): Input => ({
    isTTY: input.isTTY,
    read: async (own) => {
      await running();
      const piece = await input.read(either(own));
      await running();
      waited();
      return piece;
    },
    ...(input.unread && { unread: (text: string) => input.unread?.(text) }),
  });
  const bindOutput = (output: Output): Output => ({
    isTTY: output.isTTY,
    write: async (text, own) => {
      await running();
      await output.write(text, either(own));
      waited();
    },
  });
  const writesStill = ({ stdout = options.stdout, stderr = options.stderr }: Partial<ExecOptions>) =>
    stdout === entry.output || stderr === entry.output;
  const cwd = options.cwd ?? "/";
  const become = (user: Credentials): Process => {
    entry.user = user;
    return viewOf(machine, entry, options, table);
  };
  const process: Process = {
    pid: entry.pid,
    parent: entry.parent,
    machine,
    args: options.args,
    env: options.env ?? {},
    cwd,
    user: entry.user,
    umask: (mask) => {
      const before = entry.umask;
      if (mask !== undefined) entry.umask = mask & 0o777;
      return before;
    },
    files: machine.files.as({ ...entry.user, pid: entry.pid }, () => entry.umask),
    stdin: bindInput(options.stdin),
    stdout: bindOutput(options.stdout),
    stderr: bindOutput(options.stderr),
    tty: entry.tty,
    descriptors: options.descriptors ?? new Map(),
    signal,
    sleep: async (ms) => {
      await running();
      await machine.clock.sleep(ms, signal);
      await running();
      waited();
    },
    breathe: async () => {
      await running();
      await machine.clock.breathe();
      entry.computed += machine.clock.now() - computesSince;
      await running();
      waited();
    },
    onSignal: (name, action) => {
      entry.actions.set(name, action);
    },
    become: (user) => {
      if (process.user.uid !== 0) throw new FileError("EPERM", "");
      return become(user);
    },
    exec: (next, changes) => {
      entry.args = changes.args;
      if (!writesStill(changes)) entry.letGo();
      for (const [name, action] of entry.actions) if (action !== "ignore") entry.actions.delete(name);
      return next(viewOf(machine, entry, { ...options, ...changes }, table));
    },
    spawn: (program, asked) => {
      if (table.isFull) throw new ForkError();
      const child = table.start(machine, program, {
        env: process.env,
        cwd,
        user: process.user,
        // The child gets the streams themselves, not this process's bound view: it lives on when its parent is killed.
        stdin: options.stdin,
        stdout: options.stdout,
        stderr: options.stderr,
        tty: entry.tty,
        parent: entry.pid,
        ...asked,
      });
      if (writesStill(asked)) {
        entry.heirs.add(child);
        void child.released.then(() => entry.heirs.delete(child));
      }
      return child;
    },
  };
  allowSetUserId(process, become);
  return process;
}
