import { resolvePath } from "../kernel/filesystem.ts";
import { Killed } from "../kernel/signal.ts";
import { Tty } from "../kernel/tty.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import type { Shell } from "../shell/shell.ts";
import { HeadlessTerminal } from "./headless-terminal.ts";
import type { Host } from "./host.ts";
import { hostIsOff } from "./host-boot.ts";
import { COURSE_FOLDER } from "./host-login.ts";
import { Lab } from "./lab.ts";
import type { LabState } from "./lab-state.ts";
import { loginShell } from "./login-shell.ts";

/** When every headless lab begins, so that the same requests give the same answers. */
export const BEGINNING = Date.UTC(2026, 10, 24, 9, 0, 0);

const ROWS = 30;

/** What a command on a host that is off ends with, as ssh's does. */
const NO_HOST = 255;

export interface RunOptions {
  readonly columns?: number;
  /** What a person types into the running program, piece by piece. */
  readonly input?: readonly string[];
}

export interface RunResult {
  /** What the terminal shows, as it received it, with "\n" for a newline. */
  readonly output: string;
  readonly exit: number;
}

interface Console {
  readonly tty: Tty;
  /** How often its host had been switched off when it was opened: it lasts until the next time. */
  readonly timesOff: number;
  readonly shell: Shell;
}

/** A lab without a browser: one terminal and one shell a host, on a clock that waits for nothing. */
export class HeadlessLab {
  #clock = new VirtualClock(BEGINNING);
  #lab = Lab.create(this.#clock);
  readonly #consoles = new Map<string, Console>();

  get lab(): Lab {
    return this.#lab;
  }

  hasHost(name: string): boolean {
    return this.#lab.hosts.has(name);
  }

  /** Runs one line (or several) in a host's shell and waits for its end on the lab's clock. */
  async run(host: string, line: string, { columns = 100, input = [] }: RunOptions = {}): Promise<RunResult> {
    if (!this.#host(host).state.powered) return { output: `${hostIsOff(host, {})}\n`, exit: NO_HOST };
    const { tty, shell } = this.#console(host);
    tty.resize(columns, ROWS);
    const terminal = new HeadlessTerminal(this.#clock, tty, input);
    const ended = shell.execute(line).catch((error: unknown) => {
      // Its host was switched off under it.
      if (error instanceof Killed) return error.status;
      throw error;
    });
    const { result, screen } = await terminal.attend(ended);
    tty.flushInput();
    return { output: screen.replaceAll("\r\n", "\n"), exit: result };
  }

  /** Puts a file on a host; `path` is relative to the course's folder. */
  writeFile(host: string, path: string, content: string): void {
    const files = this.#lab.hosts.get(host)?.machine.files;
    const full = resolvePath(COURSE_FOLDER, path);
    files?.mkdir(full.slice(0, full.lastIndexOf("/")) || "/", { recursive: true });
    files?.writeFile(full, content);
    // A script is written to be run.
    if (content.startsWith("#!")) files?.chmod(full, 0o755);
  }

  /** Switches a host on or off; what that starts or ends has been done when it resolves. */
  async setPower(host: string, on: boolean): Promise<void> {
    const computer = this.#host(host);
    await this.#clock.settle(on ? computer.powerOn() : computer.powerOff());
  }

  /** Pulls a host's cable, or plugs it in again. */
  async setConnected(host: string, connected: boolean): Promise<void> {
    if (connected) this.#host(host).reconnect();
    else this.#host(host).cutOff();
  }

  /** Waits for something that happens in the lab, on its clock. */
  settle<T>(work: Promise<T>): Promise<T> {
    return this.#clock.settle(work);
  }

  /** Lets time pass in the lab. */
  async advance(seconds: number): Promise<void> {
    await this.#clock.advance(seconds * 1000);
  }

  /** Begins again with a new lab. */
  async reset(): Promise<void> {
    this.#consoles.clear();
    this.#clock = new VirtualClock(BEGINNING);
    this.#lab = Lab.create(this.#clock);
  }

  snapshot(): LabState {
    return this.#lab.snapshot();
  }

  /** Closes the lab and opens it again from its stored form, as a page that is loaded again does. */
  async reopen(): Promise<void> {
    const state = this.#lab.snapshot();
    this.#consoles.clear();
    this.#clock = new VirtualClock(state.now);
    this.#lab = await this.#clock.settle(Lab.open(state, this.#clock));
  }

  #console(name: string): Console {
    const host = this.#host(name);
    let console = this.#consoles.get(name);
    if (console?.timesOff !== host.timesOff) {
      const tty = new Tty(100, ROWS);
      console = { tty, shell: loginShell(host, tty), timesOff: host.timesOff };
      this.#consoles.set(name, console);
    }
    return console;
  }

  #host(name: string): Host {
    const host = this.#lab.hosts.get(name);
    if (!host) throw new Error(`no host ${name} in the lab`);
    return host;
  }
}
