import { resolvePath } from "../kernel/filesystem.ts";
import { Tty } from "../kernel/tty.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import type { Shell } from "../shell/shell.ts";
import { HeadlessTerminal } from "./headless-terminal.ts";
import { COURSE_FOLDER } from "./host.ts";
import { Lab } from "./lab.ts";
import type { LabState } from "./lab-state.ts";
import { loginShell } from "./login-shell.ts";

/** When every headless lab begins, so that the same requests give the same answers. */
export const BEGINNING = Date.UTC(2026, 10, 24, 9, 0, 0);

const ROWS = 30;

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
    const { tty, shell } = this.#console(host);
    tty.resize(columns, ROWS);
    const terminal = new HeadlessTerminal(this.#clock, tty, input);
    const { result, screen } = await terminal.attend(shell.execute(line));
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
    const host = this.#lab.hosts.get(name);
    if (!host) throw new Error(`no host ${name} in the lab`);
    let console = this.#consoles.get(name);
    if (!console) {
      const tty = new Tty(100, ROWS);
      console = { tty, shell: loginShell(host, tty) };
      this.#consoles.set(name, console);
    }
    return console;
  }
}
