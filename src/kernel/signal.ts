/** The signals that people and Docker send, with their numbers on Linux x86-64. */
export const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGWINCH: 28,
} as const;

export type SignalName = keyof typeof SIGNALS;

/** What ended a process that a signal ended: the reason of its AbortSignal. */
export class Killed extends Error {
  readonly signalName: SignalName;

  constructor(signalName: SignalName) {
    super(`killed by ${signalName}`);
    this.name = "Killed";
    this.signalName = signalName;
  }

  /** 128 plus the signal's number: what a shell reports. */
  get status(): number {
    return 128 + SIGNALS[this.signalName];
  }
}

/** `TERM`, `SIGTERM`, `term`, `15` → `SIGTERM`; undefined for what is none. */
export function signalNamed(text: string): SignalName | undefined {
  const upper = text.toUpperCase();
  for (const [name, number] of Object.entries(SIGNALS)) {
    if (upper === name || `SIG${upper}` === name || text === String(number)) return isSignal(name) ? name : undefined;
  }
  return undefined;
}

function isSignal(name: string): name is SignalName {
  return name in SIGNALS;
}
