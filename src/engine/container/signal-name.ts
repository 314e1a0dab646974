import { type SignalName, signalNamed } from "../../kernel/signal.ts";
import { invalid } from "../errors.ts";

/** The names of Linux that moby/sys/signal knows, real-time ones apart. */
const LINUX: ReadonlySet<string> = new Set(
  (
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP " +
    "TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
  ).split(" "),
);

/** A signal by name or number, of those that the lab's processes know. @throws EngineError */
export function parseSignal(text: string): SignalName {
  const signal = signalNamed(text);
  if (signal) return signal;
  checkSignal(text);
  throw invalid(`invalid signal: ${text}`);
}

/** Whether Linux has such a signal (moby/sys/signal, ParseSignal; daemon/kill.go). @throws EngineError */
export function checkSignal(text: string): void {
  checkSignalName(text);
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  if (number < 0 || number > 64) throw invalid(`the linux daemon does not support signal ${number}`);
}

/** Whether a text can be read as a signal: any number but 0 can. @throws EngineError */
export function checkSignalName(text: string): void {
  if (/^[+-]?\d+$/.test(text) && Number(text) !== 0) return;
  const name = text.toUpperCase().replace(/^SIG/, "");
  if (!LINUX.has(name) && !/^RTM(IN|IN\+\d+|AX|AX-\d+)$/.test(name)) throw invalid(`invalid signal: ${text}`);
}
