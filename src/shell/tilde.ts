import type { Shell } from "./shell.ts";

/** What a tilde at the start of `text`, or in an assignment after a colon, stands for; undefined when there is none. */
export function expandTilde(
  shell: Shell,
  text: string,
  where: { readonly first: boolean; readonly last: boolean; readonly assignment: boolean },
): { home: string; rest: string; more: boolean } | undefined {
  const start = where.first && text.startsWith("~") ? 0 : where.assignment ? afterMark(text, where.first) : -1;
  if (start < 0) return undefined;
  const end = where.assignment ? /^~[^/:\\]*/ : /^~[^/\\]*/;
  const name = end.exec(text.slice(start))?.[0] ?? "~";
  const rest = text.slice(start + name.length);
  // A name that is followed by a quote or an expansion is not a user's name.
  if (rest === "" && !where.last) return undefined;
  if (rest.startsWith("\\")) return undefined;
  const home = homeOf(shell, name.slice(1));
  if (home === undefined) return undefined;
  return { home: text.slice(0, start) + home, rest, more: where.assignment };
}

function afterMark(text: string, first: boolean): number {
  const match = first ? /(?:^[A-Za-z_]\w*=|:)~/.exec(text) : /:~/.exec(text);
  return match ? match.index + match[0].length - 1 : -1;
}

/** The home of a user, by /etc/passwd; `""` is $HOME, `+` and `-` the working directories. */
function homeOf(shell: Shell, user: string): string | undefined {
  if (user === "") return shell.variables.get("HOME") ?? passwdHome(shell, shell.process.user.uid);
  if (shell.flavour !== "bash" && /^[-+]$/.test(user)) return undefined;
  if (user === "+") return shell.variables.get("PWD");
  if (user === "-") return shell.variables.get("OLDPWD");
  return passwdHome(shell, user);
}

function passwdHome(shell: Shell, user: string | number): string | undefined {
  try {
    for (const line of shell.process.files.readFile("/etc/passwd").split("\n")) {
      const [name, , uid, , , home] = line.split(":");
      if (name === user || uid === String(user)) return home;
    }
  } catch {
    return undefined;
  }
  return undefined;
}
