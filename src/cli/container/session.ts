import type { ContainerStreams } from "../../engine/container/streams.ts";
import type { Process } from "../../kernel/process.ts";
import type { SignalName } from "../../kernel/signal.ts";
import { BrokenPipe } from "../../kernel/stream.ts";
import { CommandError } from "../command.ts";
import { DetachDetector } from "./detach-keys.ts";

interface SessionOptions {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** As a terminal sends them. */
  readonly detachKeys: string;
  /** Close the program's input when the client's has ended. */
  readonly closeStdin: boolean;
}

/** A client's terminal connected to a program in a container (docker/cli, hijack.go). */
export interface Session {
  /** How it ended: the program did, or the detach keys were typed. @throws BrokenPipe when nobody reads the output */
  readonly over: Promise<"ended" | "detached">;
  /** Lets go of the terminal. */
  close(): void;
}

/**
 * Connects the client's streams with a program's. When the program has a terminal and the client is at one, that one
 * becomes raw: keys go through as they are, Ctrl-C too, and the program's own terminal makes signals of them.
 */
export function openSession(process: Process, streams: ContainerStreams, options: SessionOptions): Session {
  const stop = new AbortController();
  const closing: (() => void)[] = [];
  const client = options.stdin && process.stdin.isTTY ? process.tty : null;
  if (streams.tty && client) {
    client.inner = streams.tty;
    closing.push(client.setRaw(true), () => {
      client.inner = undefined;
    });
    closing.push(followSize(process, streams));
  }
  const over = new Promise<"ended" | "detached">((resolve, reject) => {
    closing.push(
      streams.onOutput(async ({ stream, text }) => {
        if (!(stream === "stdout" ? options.stdout : options.stderr)) return;
        try {
          await (stream === "stdout" ? process.stdout : process.stderr).write(text, stop.signal);
        } catch (error) {
          if (!stop.signal.aborted) reject(error instanceof BrokenPipe ? error : process.signal.reason);
        }
      }),
    );
    void streams.ended.then(() => resolve("ended"));
    if (options.stdin) {
      pumpInput(process, streams, options, stop.signal).then(
        (detached) => {
          if (detached) resolve("detached");
        },
        (error: unknown) => {
          if (!stop.signal.aborted) reject(error);
        },
      );
    }
  });
  const onKilled = () => session.close();
  const session: Session = {
    over,
    close: () => {
      process.signal.removeEventListener("abort", onKilled);
      stop.abort();
      for (const undo of closing.splice(0)) undo();
    },
  };
  process.signal.addEventListener("abort", onKilled, { once: true });
  over.catch(() => {});
  return session;
}

/** Hands input on until its end. Returns whether the detach keys were typed. */
async function pumpInput(
  process: Process,
  streams: ContainerStreams,
  options: SessionOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const detector = streams.tty ? new DetachDetector(options.detachKeys) : undefined;
  for (let text = await process.stdin.read(signal); text !== null; text = await process.stdin.read(signal)) {
    if (streams.tty && detector) {
      const { pass, detached } = detector.feed(text);
      if (pass !== "") streams.tty.type(pass);
      if (detached) return true;
    } else {
      try {
        await streams.stdin?.write(text, signal);
      } catch (error) {
        if (error instanceof BrokenPipe) return false;
        throw error;
      }
    }
  }
  if (options.closeStdin) streams.stdin?.endWriting();
  return false;
}

function followSize({ tty: client }: Process, { tty }: ContainerStreams): () => void {
  const adopt = () => {
    if (client && tty && (client.columns !== tty.columns || client.rows !== tty.rows))
      tty.resize(client.columns, client.rows);
  };
  adopt();
  return client?.onResize(adopt) ?? (() => {});
}

/** Signals the client hands on to the container instead of heeding them (`--sig-proxy`). */
const PROXIED: readonly SignalName[] = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"];
const TERMINATING: ReadonlySet<SignalName> = new Set(["SIGINT", "SIGTERM"]);
const PATIENCE = 3;

/**
 * Hands signals on to a container; the third that asks to end ends the client itself.
 * @param toEnd called when a signal asks to end
 * @returns what rejects then, with the client's message
 */
export function proxySignals(
  process: Process,
  send: (signal: SignalName) => Promise<void>,
  toEnd?: () => void,
): Promise<never> {
  let asked = 0;
  return new Promise((_, reject) => {
    for (const signal of PROXIED) {
      process.onSignal(signal, () => {
        if (TERMINATING.has(signal) && ++asked >= PATIENCE)
          reject(new CommandError(`\ngot ${PATIENCE} SIGTERM/SIGINTs, forcefully exiting`));
        // A container that has just ended needs no signal.
        else send(signal).catch(() => {});
        if (TERMINATING.has(signal)) toEnd?.();
      });
    }
  });
}

/** `docker` cannot show a program's terminal on something that is none. @throws CommandError */
export function requireTerminal(process: Process, attachStdin: boolean, tty: boolean): void {
  if (attachStdin && tty && !process.stdin.isTTY)
    throw new CommandError("cannot attach stdin to a TTY-enabled container because stdin is not a terminal");
}
