import type { Program } from "../kernel/process.ts";
import { Tty } from "../kernel/tty.ts";
import { bash } from "./bash.ts";
import { ENVIRONMENT, type TestMachine, testMachine } from "./machine-for-tests.ts";

/** Someone at a terminal with a shell on it. */
export class TestTerminal {
  readonly tty = new Tty(80, 24);
  readonly machine: TestMachine;
  readonly exited: Promise<number>;
  status: number | undefined;
  #screen = "";

  constructor(machine = testMachine(), program: Program = bash, args: readonly string[] = ["bash"]) {
    this.machine = machine;
    this.tty.onOutput = (text) => {
      this.#screen += text;
    };
    const { input, output } = this.tty;
    const child = machine.machine.processes.start(machine.machine, program, {
      args,
      env: ENVIRONMENT,
      cwd: "/root/curso",
      stdin: input,
      stdout: output,
      stderr: output,
      tty: this.tty,
    });
    this.exited = child.exited;
    void child.exited.then((status) => {
      this.status = status;
    });
  }

  /** Types keys and lets half a second pass; returns what the screen got meanwhile, without control sequences. */
  async type(...keys: string[]): Promise<string> {
    for (const piece of ["", ...keys]) {
      this.tty.type(piece);
      await this.machine.clock.advance(500);
    }
    const text = this.#screen.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "");
    this.#screen = "";
    return text;
  }
}

export const ENTER = "\r";
export const CTRL_C = "\x03";
export const CTRL_D = "\x04";
export const CTRL_Z = "\x1a";
