import type { Program } from "../../kernel/process.ts";
import { command, type Run } from "../command.ts";
import { globRegex } from "../glob-regex.ts";
import { strftime } from "../time-text.ts";
import { type JournalEntry, journal, journalLine } from "./journal.ts";
import type { ServiceManager } from "./service-manager.ts";
import { unitName, unitNames } from "./unit-file.ts";

/** The groups that may read everybody's messages: adm, and systemd-journal where there is one. */
const ADM = 4;

export const mayReadJournal = ({ uid, gid, groups }: Run["process"]["user"]): boolean =>
  uid === 0 || gid === ADM || groups.includes(ADM);

/** `journalctl`: what the units of a host wrote when they started and stopped. */
export function journalctl(manager: ServiceManager): Program {
  return command(
    {
      usage: "[OPTIONS...] [MATCHES...]",
      about: "Query the journal.",
      short: "aeflmqrxkb::n:o:p:S:U:u:t:",
      long: "unit:=u lines:=n follow=f reverse=r output:=o no-pager no-tail quiet=q catalog=x pager-end=e boot?=b since:=S until:=U no-hostname utc all=a full=l priority:=p identifier:=t",
    },
    async (run) => {
      if (!mayReadJournal(run.process.user)) {
        if (!run.has("q"))
          await run.process.stderr.write(
            "Hint: You are currently not seeing messages from other users and the system.\n" +
              "      Users in groups 'adm', 'systemd-journal' can see all messages.\n" +
              "      Pass -q to turn off this notice.\n",
          );
        await run.process.stderr.write("No journal files were opened due to insufficient permissions.\n");
        return 1;
      }
      const patterns = run.options.values("u").map((text) => globRegex(unitName(text)));
      const wanted = () => unitNames(manager.files).filter((name) => patterns.some((pattern) => pattern.test(name)));
      const read = () => (patterns.length > 0 && wanted().length === 0 ? [] : journal(manager, wanted()));
      const all = read();
      const limit = run.options.value("n");
      const count =
        limit === undefined ? (run.has("f") ? 10 : all.length) : limit === "all" ? all.length : Number(limit);
      const shown = count === 0 ? [] : all.slice(-count);
      if (run.has("r")) shown.reverse();
      if (shown.length === 0 && !run.has("f")) await run.out("-- No entries --\n");
      for (const entry of shown) await run.out(lineOf(run, entry));
      return run.has("f") ? follow(run, manager, read, all.length) : 0;
    },
  );
}

function lineOf(run: Run, entry: JournalEntry): string {
  const host = run.process.machine.hostname;
  const format = run.options.value("o") ?? "short";
  if (format === "cat") return `${entry.text}\n`;
  if (format.startsWith("short-iso"))
    return `${strftime("%FT%T+00:00", entry.at)} ${host} ${entry.from}: ${entry.text}\n`;
  return run.has("no-hostname") ? journalLine(entry, host).replace(` ${host} `, " ") : journalLine(entry, host);
}

/** Shows what comes, until Ctrl-C. */
async function follow(run: Run, manager: ServiceManager, read: () => JournalEntry[], seen: number): Promise<number> {
  const { signal } = run.process;
  let known = seen;
  for (;;) {
    await new Promise<void>((resolve, reject) => {
      const stop = manager.onChange(() => {
        stop();
        resolve();
      });
      signal.addEventListener(
        "abort",
        () => {
          stop();
          reject(signal.reason);
        },
        { once: true },
      );
    });
    const all = read();
    for (const entry of all.slice(known)) await run.out(lineOf(run, entry));
    known = all.length;
  }
}
