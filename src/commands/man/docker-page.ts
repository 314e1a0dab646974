import { commandAt, subcommandNames } from "../../cli/command-data.ts";
import { type HelpData, helpText } from "../../cli/help.ts";
import type { Language } from "../../cli/not-simulated.ts";
import type { ManPage } from "./page.ts";

const ENGLISH_TEXT = {
  en: "What follows is what docker says of itself with --help.",
  es: "Lo que sigue es lo que docker dice de sí mismo con --help, que solo está en inglés.",
} as const;

/** The path of Docker's command that a page's name means: "docker-container-ls" is "container ls". */
export function dockerPath(name: string): string | undefined {
  if (name === "docker") return "";
  if (!name.startsWith("docker-")) return undefined;
  let path = "";
  let words = name.slice("docker-".length);
  // Some names have a hyphen of their own: "docker-swarm-join-token".
  while (words !== "") {
    const below = subcommandNames(path)
      .sort((a, b) => b.length - a.length)
      .find((word) => words === word || words.startsWith(`${word}-`));
    if (below === undefined) return undefined;
    path = path === "" ? below : `${path} ${below}`;
    words = words.slice(below.length + 1);
  }
  return commandAt(path) && path;
}

/** The page of one of Docker's commands, from its help. */
export function dockerPage(help: HelpData, path: string, language: Language, columns: number): ManPage {
  const text = helpText(help, path, columns - 7, "manager");
  const [usage = "", ...rest] = text.trimEnd().split("\n\n");
  const summary = rest[0] ?? "";
  return {
    section: 1,
    summary: summary.split("\n")[0] ?? "",
    synopsis: usage.replace(/^Usage:\s+/, "").split("\n"),
    description: ENGLISH_TEXT[language],
    verbatim: rest.slice(1).join("\n\n"),
  };
}

/** Names and summaries of the pages there are of Docker's commands: its own and those a level below. */
export function dockerSummaries(help: HelpData): [name: string, summary: string][] {
  const paths = subcommandNames("").flatMap((name) => [
    name,
    ...subcommandNames(name).map((below) => `${name} ${below}`),
  ]);
  return ["", ...paths].map((path) => [
    ["docker", ...path.split(" ")].filter((word) => word !== "").join("-"),
    dockerPage(help, path, "en", 80).summary,
  ]);
}
