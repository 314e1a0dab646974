import type { Shell } from "./shell.ts";

const LETTERS: Readonly<Record<string, string>> = {
  a: "allexport",
  b: "notify",
  e: "errexit",
  f: "noglob",
  h: "hashall",
  k: "keyword",
  m: "monitor",
  n: "noexec",
  p: "privileged",
  t: "onecmd",
  u: "nounset",
  v: "verbose",
  x: "xtrace",
  B: "braceexpand",
  C: "noclobber",
  E: "errtrace",
  H: "histexpand",
  P: "physical",
  T: "functrace",
};
/** The long names of all options of `set -o`. */
export const OPTIONS = [
  ...Object.values(LETTERS),
  "emacs",
  "history",
  "ignoreeof",
  "interactive-comments",
  "nolog",
  "pipefail",
  "posix",
  "vi",
].sort();

const POSIX_FIRST = "errexit noglob ignoreeof";
/** Those of the other shells, in the order in which they list them. */
const OTHERS = {
  ash: `${POSIX_FIRST} monitor noexec xtrace verbose noclobber allexport notify nounset errtrace vi pipefail`.split(
    " ",
  ),
  dash: `${POSIX_FIRST} interactive monitor noexec stdin xtrace verbose vi emacs noclobber allexport notify nounset privileged nolog debug`.split(
    " ",
  ),
};

/** The long names of the options that a shell lists. */
export const optionsOf = ({ flavour }: Shell): readonly string[] => (flavour === "bash" ? OPTIONS : OTHERS[flavour]);

/** Switches an option by its long name; false when there is none of that name. */
export function setOption(shell: Shell, name: string, on: boolean): boolean {
  if (!optionsOf(shell).includes(name)) return false;
  if (on) shell.options.add(name);
  else shell.options.delete(name);
  if (name === "monitor") shell.jobControl = on && shell.tty !== null && shell.interactive;
  return true;
}

/** The long name of an option's letter. */
export function optionOfLetter(letter: string): string | undefined {
  return LETTERS[letter];
}

/** What `shopt` has on when a shell starts. */
export const SHOPTS_AT_FIRST = [
  "checkwinsize",
  "cmdhist",
  "complete_fullquote",
  "extquote",
  "force_fignore",
  "globasciiranges",
  "globskipdots",
  "hostcomplete",
  "interactive_comments",
  "patsub_replacement",
  "progcomp",
  "promptvars",
  "sourcepath",
];

/** `$-` */
export function optionLetters({ options, interactive, flavour }: Shell): string {
  const letters: [string, string][] = [
    ["allexport", "a"],
    ["errexit", "e"],
    ["noglob", "f"],
    ["hashall", "h"],
    ["interactive", "i"],
    ["monitor", "m"],
    ["noexec", "n"],
    ["nounset", "u"],
    ["verbose", "v"],
    ["xtrace", "x"],
    ["braceexpand", "B"],
    ["noclobber", "C"],
    ["history", "H"],
  ];
  const on = letters.filter(([name]) => (name === "interactive" ? interactive : options.has(name)));
  return (
    on.map(([, letter]) => letter).join("") +
    (options.has("command-string") && flavour !== "dash" ? "c" : "") +
    (options.has("stdin") ? "s" : "")
  );
}
