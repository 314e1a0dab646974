import { describeFlag, type Flag } from "./flag.ts";
import type { MachineCommand } from "./machine-command.ts";

export const VERSION = "0.16.2, build bd45ab13";

const TAB = 8;

/**
 * Two columns set out with tabs, as Go's tabwriter does when tabs are what it pads with
 * (`tabwriter.NewWriter(out, 0, 8, 1, '\t', 0)`): lines that hold a tab, one after another, have a common edge.
 */
export function alignWithTabs(text: string): string {
  const lines = text.split("\n");
  const out: string[] = [];
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    while (lines[to]?.includes("\t")) to++;
    const block = lines
      .slice(from, to)
      .map((line) => [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)]);
    const edge = Math.ceil((Math.max(0, ...block.map(([left = ""]) => left.length)) + 1) / TAB) * TAB;
    for (const [left = "", right = ""] of block)
      out.push(left + "\t".repeat(Math.ceil((edge - left.length) / TAB)) + right);
    if (to < lines.length) out.push(lines[to] ?? "");
    from = to;
  }
  return out.join("\n");
}

/** `docker-machine --help` (docker/machine, cmd/docker-machine/machine.go). */
export function appHelp(commands: readonly MachineCommand[], flags: readonly Flag[]): string {
  const all = [...flags.map(describeFlag), "--help, -h\tshow help", "--version, -v\tprint the version"];
  const listed = [
    ...commands.map(({ name, usage }) => `${name}\t${usage}`),
    "help\tShows a list of commands or help for one command",
  ];
  return alignWithTabs(
    `Usage: docker-machine [OPTIONS] COMMAND [arg...]\n\nCreate and manage machines running Docker.\n\n` +
      `Version: ${VERSION}\n\nAuthor:\n  Docker Machine Contributors - <https://github.com/docker/machine>\n\n` +
      `Options:\n${all.map((line) => `  ${line}\n`).join("")}  \n` +
      `Commands:\n${listed.map((line) => `  ${line}\n`).join("")}  \n` +
      "Run 'docker-machine COMMAND --help' for more information on a command.\n",
  );
}

/** `docker-machine COMMAND --help`. */
export function commandHelp({ name, usage, description, flags = [] }: MachineCommand): string {
  return alignWithTabs(
    `Usage: docker-machine ${name}${flags.length > 0 ? " [OPTIONS]" : ""} [arg...]\n\n${usage}` +
      (description === undefined ? "" : `\n\nDescription:\n   ${description}`) +
      (flags.length > 0 ? `\n\nOptions:\n   \n${flags.map((flag) => `   ${describeFlag(flag)}`).join("\n")}` : "") +
      "\n",
  );
}
