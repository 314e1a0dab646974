import type { Process } from "../../kernel/process.ts";
import { userName } from "../accounts.ts";
import { GitError } from "./git-error.ts";
import type { Signature } from "./objects/commit.ts";
import type { Config } from "./repository/config.ts";

const HINT = `
*** Please tell me who you are.

Run

  git config --global user.email "you@example.com"
  git config --global user.name "Your Name"

to set your account's default identity.
Omit --global to set the identity only in this repository.

`;

/**
 * Who a commit is from, as ident.c finds out: the environment, the settings, then what the system knows of the user.
 * @param strict whether a made-up address will not do
 * @throws GitError with git's request for a name
 */
export function identity(process: Process, config: Config, whose: "AUTHOR" | "COMMITTER", strict = true): Signature {
  const { env } = process;
  const own = (what: string) => env[`GIT_${whose}_${what}`];
  const key = whose.toLowerCase();
  const system = systemIdentity(process);
  const email = own("EMAIL") ?? config.value(`${key}.email`) ?? config.value("user.email") ?? env.EMAIL;
  const name = own("NAME") ?? config.value(`${key}.name`) ?? config.value("user.name");
  const title = whose === "AUTHOR" ? "Author" : "Committer";
  if (strict && email === undefined && system.isBogus)
    throw new GitError(
      `${title} identity unknown\n${HINT}fatal: unable to auto-detect email address (got '${system.email}')`,
      { label: "" },
    );
  const shown = name ?? system.name;
  if (strict && shown.trim() === "")
    throw new GitError(
      `${name === undefined ? `${title} identity unknown\n${HINT}` : ""}fatal: empty ident name (for <${email ?? system.email}>) not allowed`,
      { label: "" },
    );
  return { name: shown.trim(), email: email ?? system.email, ...timeOf(process, own("DATE")) };
}

/** The name of /etc/passwd, and an address made of it; bogus unless the host has a full name. */
function systemIdentity({ machine, user }: Process) {
  const login = userName(machine.files, user.uid);
  const row = machine.files.exists("/etc/passwd")
    ? machine.files
        .readFile("/etc/passwd")
        .split("\n")
        .find((line) => line.startsWith(`${login}:`))
    : undefined;
  const name = (row?.split(":")[4] ?? "").split(",")[0]?.replace(/&/g, login) ?? "";
  const isFull = machine.hostname.includes(".");
  return { name, email: `${login}@${machine.hostname}${isFull ? "" : ".(none)"}`, isBogus: !isFull };
}

/** A date as `--date` and the environment give it; now without one. @throws GitError */
export function timeOf(
  { machine }: Pick<Process, "machine">,
  given: string | undefined,
): { time: number; zone: string } {
  if (given === undefined) return { time: Math.floor(machine.clock.now() / 1000), zone: "+0000" };
  const raw = /^@?(\d{5,})(?: ([+-]\d{4}))?$/.exec(given);
  if (raw) return { time: Number(raw[1]), zone: raw[2] ?? "+0000" };
  const [, date, clock, zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?$/.exec(given) ?? [];
  const offset = zone === undefined || zone === "Z" ? "+0000" : zone.replace(":", "");
  const time = Date.parse(`${date}T${clock}${offset.slice(0, 3)}:${offset.slice(3)}`);
  if (Number.isNaN(time)) throw new GitError(`invalid date format: ${given}`);
  return { time: time / 1000, zone: offset };
}
