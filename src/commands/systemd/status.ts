import { sha256 } from "../../kernel/sha256.ts";
import type { Run } from "../command.ts";
import { listProcesses } from "../ps/process-list.ts";
import { strftime } from "../time-text.ts";
import { journalLine, journalOf } from "./journal.ts";
import { mayReadJournal } from "./journalctl.ts";
import type { ServiceManager } from "./service-manager.ts";
import { dropIns, enablement, readUnit, type UnitFile } from "./unit-file.ts";

/** How many lines of the journal `status` shows. */
const LINES = 10;

const colour = (run: Run, code: string, text: string) =>
  run.process.stdout.isTTY ? `\x1b[0;1;${code}m${text}\x1b[0m` : text;

/** `active` or `inactive`, and the word after it. */
export function activity(manager: ServiceManager, name: string): { readonly active: string; readonly sub: string } {
  if (!manager.isActive(name)) return { active: "inactive", sub: "dead" };
  if (!name.endsWith(".socket")) return { active: "active", sub: "running" };
  const runs = manager.isActive(name.replace(/\.socket$/, ".service"));
  return { active: "active", sub: runs ? "running" : "listening" };
}

/** The dot before a unit's name: filled and green while it runs. */
function dot(run: Run, manager: ServiceManager, name: string): string {
  return manager.isActive(name) ? colour(run, "32", "●") : "○";
}

/** `47min`, `1h 5min`, `3s`: how systemd writes a span, its two greatest units. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0s";
  // From minutes on, `ago` leaves the seconds out.
  const kept = parts.slice(first, first + 2).filter(([count, unit]) => count > 0 && (first === 3 || unit !== "s"));
  return kept
    .map(([count, unit]) => (unit === "day" ? `${count} day${count === 1 ? "" : "s"}` : `${count}${unit}`))
    .join(" ");
}

/** Shows a unit as `systemctl status` does. @returns 0 when it runs, 3 when not, 4 when there is none */
export async function showStatus(run: Run, manager: ServiceManager, name: string): Promise<number> {
  const unit = readUnit(manager.files, name);
  if (!unit) {
    await run.process.stderr.write(`Unit ${name} could not be found.\n`);
    return 4;
  }
  const { active, sub } = activity(manager, name);
  const isActive = active === "active";
  const state = enablement(manager.files, unit);
  const shownState =
    state === "static"
      ? "static"
      : `${state === "enabled" ? colour(run, "32", state) : state}; preset: ${colour(run, "32", "enabled")}`;
  const now = run.process.machine.clock.now();
  const since = manager.since(name);
  const activeText = colourIf(run, isActive, `${active} (${sub})`);
  const label = (text: string, value: string) => `${`${text}:`.padStart(12)} ${value}\n`;
  const extra = dropIns(manager.files, name);
  let text = `${dot(run, manager, name)} ${name} - ${unit.description}\n`;
  text += label("Loaded", `loaded (${unit.path}; ${shownState})`);
  if (extra.length > 0) text += label("Drop-In", extra.map(fileTree).join("\n             "));
  text += label("Active", `${activeText} since ${strftime("%a %F %T UTC", since)}; ${span(now - since)} ago`);
  text += label("Invocation", sha256(`${name}${since}${run.process.machine.hostname}`).slice(0, 32));
  for (const socket of manager.triggers(name)) text += label("TriggeredBy", `${dot(run, manager, socket)} ${socket}`);
  if (name.endsWith(".socket")) {
    const service = name.replace(/\.socket$/, ".service");
    text += label("Triggers", `${dot(run, manager, service)} ${service}`);
    for (const path of unit.listens) text += label("Listen", `${path} (Stream)`);
  }
  if (unit.documentation.length > 0) text += label("Docs", unit.documentation.join("\n             "));
  if (unit.exec !== "") text += isActive ? processLines(run, manager, unit) : endedLines(manager, unit);
  await run.out(text);
  await showLog(run, manager, name);
  return isActive ? 0 : 3;
}

const colourIf = (run: Run, condition: boolean, text: string) => (condition ? colour(run, "32", text) : text);

function fileTree(path: string): string {
  const cut = path.lastIndexOf("/");
  return `${path.slice(0, cut)}\n             └─${path.slice(cut + 1)}`;
}

function processLines(run: Run, manager: ServiceManager, unit: UnitFile): string {
  const pid = manager.pid(unit.name);
  const found = listProcesses(run.process).find((process) => process.pid === pid);
  const command = found?.args.join(" ") ?? unit.exec;
  const name = (unit.exec.split(" ")[0] ?? "").replace(/.*\//, "");
  const memory = found ? `     Memory: ${(found.resident / 1024).toFixed(1)}M\n` : "";
  return `   Main PID: ${pid} (${name})\n${memory}     CGroup: /system.slice/${unit.name}\n             └─${pid} ${command}\n`;
}

function endedLines(manager: ServiceManager, unit: UnitFile): string {
  const pid = manager.history(unit.name).at(-1)?.pid;
  if (pid === undefined) return "";
  const end = "(code=exited, status=0/SUCCESS)";
  return `    Process: ${pid} ExecStart=${unit.exec} ${end}\n   Main PID: ${pid} ${end}\n`;
}

async function showLog(run: Run, manager: ServiceManager, name: string): Promise<void> {
  const lines = journalOf(manager, name).slice(-Number(run.options.value("n") ?? LINES));
  if (lines.length === 0 || run.options.value("n") === "0") return;
  if (!mayReadJournal(run.process.user)) {
    await run.process.stderr.write("\nWarning: some journal files were not opened due to insufficient permissions.\n");
    return;
  }
  const { stdout, tty, machine } = run.process;
  // On a terminal each line is cut to its width, unless -l asks for all of it.
  const width = stdout.isTTY && !run.has("l") ? (tty?.columns ?? 80) : Number.POSITIVE_INFINITY;
  const shown = lines.map((entry) => {
    const line = journalLine(entry, machine.hostname).trimEnd();
    return line.length > width ? `${line.slice(0, width - 1)}…` : line;
  });
  await run.out(`\n${shown.join("\n")}\n`);
}
