import { loadHelp } from "../../cli/help.ts";
import { type Language, languageOf } from "../../cli/not-simulated.ts";
import type { Process } from "../../kernel/process.ts";
import { textInput } from "../../kernel/stream.ts";
import { command, type Run } from "../command.ts";
import { page } from "../less.ts";
import { dockerPage, dockerPath, dockerSummaries } from "./docker-page.ts";
import { manText } from "./layout.ts";
import type { ManPage, ManPages } from "./page.ts";
import { SAME_PAGE } from "./same-page.ts";

/** Nothing was found (man-db's status). */
const NOT_FOUND = 16;

/** man folds for the terminal, and for 80 columns without one. */
const columnsOf = ({ tty, stdout, env }: Process) => Number(env.MANWIDTH) || (stdout.isTTY ? (tty?.columns ?? 80) : 80);

async function pagesIn(run: Run, language: Language): Promise<ManPages> {
  const loading: Promise<{ readonly default: ManPages }> =
    language === "es"
      ? import("../../../content/man/es.json", { with: { type: "json" } })
      : import("../../../content/man/en.json", { with: { type: "json" } });
  return (await run.process.machine.clock.hold(loading)).default;
}

/** The name at the top of a page: that of the page itself, when another shares it. */
const titleOf = (name: string) => (Object.hasOwn(SAME_PAGE, name) ? SAME_PAGE[name] : undefined) ?? name;

/** The page of a name, our own or one made of Docker's help. */
async function pageOf(run: Run, called: string, language: Language): Promise<ManPage | undefined> {
  const pages = await pagesIn(run, language);
  const name = titleOf(called);
  if (Object.hasOwn(pages, name)) return pages[name];
  const path = dockerPath(name);
  if (path === undefined) return undefined;
  return dockerPage(await loadHelp(run.process.machine.clock), path, language, columnsOf(run.process));
}

/** `ls (1)               - list directory contents` */
const summaryLine = (name: string, section: number, summary: string) =>
  `${`${name} (${section})`.padEnd(20)} - ${summary}\n`;

async function summaries(run: Run): Promise<[name: string, section: number, summary: string][]> {
  const pages = await pagesIn(run, languageOf(run.process.env));
  const help = await loadHelp(run.process.machine.clock);
  return [
    ...Object.entries(pages).map(([name, { section, summary }]): [string, number, string] => [name, section, summary]),
    ...Object.entries(SAME_PAGE).flatMap(([name, page]): [string, number, string][] => {
      const found = pages[page];
      return found ? [[name, found.section, found.summary]] : [];
    }),
    ...dockerSummaries(help).map(([name, summary]): [string, number, string] => [name, 1, summary]),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What whatis and apropos share: each word asked for, with what was found for it. */
async function search(run: Run, matches: (word: string, name: string, summary: string) => boolean): Promise<number> {
  if (run.operands.length === 0) {
    await run.process.stderr.write(`${run.name === "man" ? "apropos" : run.name} what?\n`);
    return 1;
  }
  const all = await summaries(run);
  let status = 0;
  for (const word of run.operands) {
    const found = all.filter(([name, , summary]) => matches(word.toLowerCase(), name, summary));
    for (const line of found) await run.out(summaryLine(...line));
    if (found.length > 0) continue;
    await run.process.stderr.write(`${word}: nothing appropriate.\n`);
    status = NOT_FOUND;
  }
  return status;
}

const whatisMatch = (word: string, name: string) => name === word;
const aproposMatch = (word: string, name: string, summary: string) =>
  name.includes(word) || summary.toLowerCase().includes(word);

/** `man`: pages of our own, short, in the reader's language; in the pager on a terminal. */
export const man = command(
  {
    usage: "[OPTION...] [SECTION] PAGE...",
    about: "An interface to the system reference manuals.",
    short: "kfwaP:L:",
    long: "apropos=k whatis=f where=w path=w all=a pager:=P locale:=L",
  },
  async (run) => {
    if (run.has("k")) return search(run, aproposMatch);
    if (run.has("f")) return search(run, whatisMatch);
    const names = [...run.operands];
    const section = /^[1-9]$/.test(names[0] ?? "") ? Number(names.shift()) : undefined;
    if (names.length === 0) {
      await run.process.stderr.write(
        section === undefined
          ? "What manual page do you want?\nFor example, try 'man man'.\n"
          : `No manual entry for ${section}\n`,
      );
      return section === undefined ? 1 : NOT_FOUND;
    }
    // `man git commit` and `man docker run` are the pages git-commit and docker-run.
    const asked = names.length > 1 && (await pageOf(run, names.join("-"), "en")) ? [names.join("-")] : names;
    const locale = run.options.value("L");
    const language = locale === undefined ? languageOf(run.process.env) : languageOf({ LANG: locale });
    let status = 0;
    for (const name of asked) {
      const found = await pageOf(run, name, language);
      if (!found || (section !== undefined && found.section !== section)) {
        await run.process.stderr.write(
          `No manual entry for ${name}${section === undefined ? "" : ` in section ${section}`}\n`,
        );
        status = NOT_FOUND;
        continue;
      }
      if (run.has("w")) {
        await run.out(`/usr/share/man/man${found.section}/${name}.${found.section}.gz\n`);
        continue;
      }
      const text = manText(titleOf(name), found, language, columnsOf(run.process));
      const onScreen = run.process.stdout.isTTY;
      await page(run, "", textInput(onScreen ? text : text.replace(/\x1b\[\d+m/g, "")), { raw: true });
    }
    return status;
  },
);

export const whatis = command(
  { usage: "[OPTION...] KEYWORD...", about: "Display one-line manual page descriptions." },
  (run) => search(run, whatisMatch),
);

export const apropos = command(
  { usage: "[OPTION...] KEYWORD...", about: "Search the manual page names and descriptions." },
  (run) => search(run, aproposMatch),
);
