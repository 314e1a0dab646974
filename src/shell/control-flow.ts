/** What leaves a command early. None of these is an error to show. */

/** `break` and `continue`, on their way to the loop they mean. */
export class LoopJump extends Error {
  readonly kind: "break" | "continue";
  levels: number;

  constructor(kind: "break" | "continue", levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** `return`, on its way to the function or sourced file. */
export class FunctionReturn extends Error {
  readonly status: number;

  constructor(status: number) {
    super("return");
    this.status = status;
  }
}

/** `exit`, or what `set -e` makes of a failure. */
export class ShellExit extends Error {
  readonly status: number;

  constructor(status: number) {
    super("exit");
    this.status = status;
  }
}

/** Ctrl-C at an interactive shell: back to the prompt. */
export class Interrupted extends Error {
  readonly status: number;

  constructor(status = 130) {
    super("interrupted");
    this.status = status;
  }
}

/** A fault in an expansion: the message is shown, the command is not run, and a script ends. */
export class ExpansionError extends Error {
  readonly status: number;
  /** What its message begins with, when it is shown elsewhere than where it happened. */
  place: string | undefined;
  /** Whether a non-interactive shell ends with it. */
  readonly fatal: boolean;

  constructor(message: string, status = 1, fatal = true) {
    super(message);
    this.name = "ExpansionError";
    this.status = status;
    this.fatal = fatal;
  }
}
