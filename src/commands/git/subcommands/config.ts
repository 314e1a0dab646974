import { edit } from "../editor.ts";
import { GitError, GitUsageError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { nameOf, type Origin, type Scope } from "../repository/config.ts";
import { withoutSetting } from "../repository/config-file.ts";
import { configOf } from "../repository/repository.ts";
import { setIn } from "../repository/set-config.ts";

export const config: GitCommand = {
  runsOutside: true,
  usage: [
    "config list [<file-option>] [<display-option>] [--includes]",
    "config get [<file-option>] [<display-option>] [--includes] [--all] [--regexp] [--value=<pattern>] [--fixed-value] [--default=<default>] [--url=<url>] <name>",
    "config set [<file-option>] [--type=<type>] [--all] [--value=<pattern>] [--fixed-value] <name> <value>",
    "config unset [<file-option>] [--all] [--value=<pattern>] [--fixed-value] <name>",
    "config rename-section [<file-option>] <old-name> <new-name>",
    "config remove-section [<file-option>] <name>",
    "config edit [<file-option>]",
  ],
  options:
    "global system local f|file= l|list get get-all get-regexp= add unset unset-all replace-all e|edit show-origin show-scope name-only bool int type= default= all",
  others:
    "worktree blob= rename-section remove-section z|null includes get-color= get-colorbool= get-urlmatch= fixed-value value= url= regexp",
  run: async (git, options) => {
    const { action, operands } = actionOf(options);
    const scope: Scope | undefined = options.has("global")
      ? "global"
      : options.has("system")
        ? "system"
        : options.has("local")
          ? "local"
          : undefined;
    if (action === "list") return list(git, options, scope);
    if (action === "edit") {
      const path = pathFor(git, options, scope);
      const { files } = git.process;
      await edit(git, path, files.exists(path) ? files.readFile(path) : "");
      return 0;
    }
    const [name, value] = operands;
    const pattern = options.value("get-regexp");
    if (pattern !== undefined) return showMatches(git, originsOf(git, options, scope), pattern);
    if (name === undefined) throw new GitUsageError("no action specified");
    if (value === undefined && action !== "unset" && action !== "set" && action !== "add")
      return get(git, options, scope, name);
    checkName(name);
    const path = pathFor(git, options, scope);
    const { files } = git.process;
    if (action === "unset") {
      const found = originsOf(git, options, scope ?? "local").some((origin) => isNamed(origin, name));
      if (!found) return 5;
      files.writeFile(path, withoutSetting(files.readFile(path), name));
      return 0;
    }
    if (value === undefined) throw new GitUsageError("wrong number of arguments, should be 2");
    setIn(files, path, name, value, action === "add");
    return 0;
  },
};

/** Both the words of version 2.46 on (`config set`) and the older options. */
function actionOf(options: GitOptions): { action: string; operands: string[] } {
  const [first = "", ...rest] = options.operands;
  if (options.has("list")) return { action: "list", operands: options.operands };
  for (const action of ["edit", "add", "unset"]) if (options.has(action)) return { action, operands: options.operands };
  if (options.has("unset-all")) return { action: "unset", operands: options.operands };
  if (options.has("get") || options.has("get-all")) return { action: "get", operands: options.operands };
  if (/^(list|get|set|unset|edit)$/.test(first)) return { action: first, operands: rest };
  return { action: "", operands: options.operands };
}

const isNamed = (origin: Origin, name: string) => nameOf(origin).toLowerCase() === name.toLowerCase();

function checkName(name: string): void {
  const [first, last] = [name.indexOf("."), name.lastIndexOf(".")];
  if (first < 0) throw new GitError(`key does not contain a section: ${name}`, { label: "error: ", status: 2 });
  if (last === name.length - 1)
    throw new GitError(`key does not contain variable name: ${name}`, { label: "error: ", status: 2 });
  if (!/^[a-zA-Z][a-zA-Z0-9-]*$/.test(name.slice(last + 1)))
    throw new GitError(`invalid key: ${name}`, { label: "error: ", status: 1 });
}

function pathFor(git: GitRun, options: GitOptions, scope: Scope | undefined): string {
  const file = options.value("file");
  if (file !== undefined) return file.startsWith("/") ? file : `${git.cwd}/${file}`;
  if (scope === "global" || scope === "system") {
    const path = configOf(git.process, []).pathOf(scope);
    if (path === undefined) throw new GitError("$HOME not set");
    return path;
  }
  try {
    return `${git.repository.folder}/config`;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new GitError(
      scope === "local" ? "--local can only be used inside a git repository" : "not in a git directory",
    );
  }
}

function originsOf(git: GitRun, options: GitOptions, scope: Scope | undefined): Origin[] {
  if (options.has("file")) {
    const path = pathFor(git, options, scope);
    return configOf(git.process, [], path).of("local");
  }
  if (scope === "local") return git.config.of("local");
  return scope === undefined ? git.config.all() : git.config.of(scope);
}

async function list(git: GitRun, options: GitOptions, scope: Scope | undefined): Promise<number> {
  if (scope !== undefined) {
    const path = pathFor(git, options, scope);
    if (!git.process.files.exists(path))
      throw new GitError(`unable to read config file '${path}': No such file or directory`);
  }
  const lines = originsOf(git, options, scope).map((origin) => {
    const where = options.has("show-origin") ? `${originText(git, origin)}\t` : "";
    const kind = options.has("show-scope") ? `${origin.scope}\t` : "";
    return `${kind}${where}${nameOf(origin)}${options.has("name-only") ? "" : `=${origin.value}`}\n`;
  });
  await git.page(lines.join(""));
  return 0;
}

const originText = (git: GitRun, { path, scope }: Origin) =>
  scope === "command" ? path : `file:${scope === "local" && git.repository.top === git.cwd ? ".git/config" : path}`;

async function get(git: GitRun, options: GitOptions, scope: Scope | undefined, name: string): Promise<number> {
  if (!name.includes(".")) {
    await git.err(`error: key does not contain a section: ${name}\n`);
    return 1;
  }
  const found = originsOf(git, options, scope).filter((origin) => isNamed(origin, name));
  const shown = options.has("get-all") || options.has("all") ? found : found.slice(-1);
  const fallback = options.value("default");
  if (shown.length === 0 && fallback !== undefined) await git.out(`${fallback}\n`);
  else if (shown.length === 0) return 1;
  for (const origin of shown) {
    const isBoolean = options.has("bool") || options.value("type") === "bool";
    const value = isBoolean ? String(/^(true|yes|on|1)$/i.test(origin.value)) : origin.value;
    await git.out(`${options.has("show-origin") ? `${originText(git, origin)}\t` : ""}${value}\n`);
  }
  return 0;
}

async function showMatches(git: GitRun, origins: readonly Origin[], pattern: string): Promise<number> {
  const test = new RegExp(pattern, "i");
  const found = origins.filter((origin) => test.test(nameOf(origin)));
  await git.out(found.map((origin) => `${nameOf(origin)} ${origin.value}\n`).join(""));
  return found.length > 0 ? 0 : 1;
}
