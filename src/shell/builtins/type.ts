import { ExecError } from "../../kernel/executable.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { describeFunction } from "../function-text.ts";
import type { Flavour, Shell } from "../shell.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";
import { builtinNamed } from "./table.ts";

const KEYWORDS =
  "if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc".split(" ");

/** Of those, what only bash has; and what dash has not. */
const BASHISMS = /^(?:select|time|\[\[|\]\]|coproc)$/;

/** Words that belong to the language. */
export function isKeyword(name: string, flavour: Flavour = "bash"): boolean {
  if (flavour !== "bash" && (BASHISMS.test(name) || (flavour === "dash" && name === "function"))) return false;
  return KEYWORDS.includes(name);
}

export function keywords(): readonly string[] {
  return KEYWORDS;
}

/** What a command name means, as `type` (long), `command -v` (short) and `type -t` (kind) say it. */
export function describeCommand(
  shell: Shell,
  name: string,
  style: "long" | "short" | "kind" | "path",
  all: boolean,
  functions = true,
): string[] {
  const out: string[] = [];
  const say = (long: string, short: string, kind: string) => {
    if (style !== "path") out.push(style === "long" ? long : style === "short" ? short : kind);
  };
  const alias = shell.aliases.get(name);
  if (alias !== undefined && shell.shopts.has("expand_aliases"))
    say(
      shell.flavour === "bash" ? `${name} is aliased to \`${alias}'` : `${name} is an alias for ${alias}`,
      `alias ${name}='${alias.replaceAll("'", "'\\''")}'`,
      "alias",
    );
  if (isKeyword(name, shell.flavour) && (all || out.length === 0)) say(`${name} is a shell keyword`, name, "keyword");
  const defined = functions ? shell.functions.get(name) : undefined;
  if (defined && (all || out.length === 0))
    say(
      shell.flavour === "bash"
        ? `${name} is a function\n${describeFunction(name, defined)}`
        : `${name} is a ${shell.flavour === "dash" ? "shell " : ""}function`,
      name,
      "function",
    );
  if (builtinNamed(shell, name) && (all || out.length === 0)) say(`${name} is a shell builtin`, name, "builtin");
  if (
    all ||
    (out.length === 0 &&
      !(style === "path" && (builtinNamed(shell, name) || defined || isKeyword(name, shell.flavour))))
  ) {
    for (const path of pathsOf(shell, name, all)) {
      out.push(style === "long" ? `${name} is ${path}` : style === "kind" ? "file" : path);
    }
  }
  return out;
}

/** The files in PATH that a name means. */
export function pathsOf(shell: Shell, name: string, all: boolean): string[] {
  if (name.includes("/")) {
    const path = resolvePath(shell.cwd, name);
    const { files } = shell.process;
    return files.exists(path) && files.stat(path).kind === "file" && files.allows(path, 1) ? [name] : [];
  }
  if (!all) {
    try {
      return name === "" ? [] : [shell.pathOf(name)];
    } catch (error) {
      if (error instanceof ExecError) return [];
      throw error;
    }
  }
  const { files } = shell.process;
  return (shell.variables.get("PATH") ?? "")
    .split(":")
    .map((folder) => `${folder || "."}/${name}`)
    .filter((path) => {
      const full = resolvePath(shell.cwd, path);
      return files.exists(full) && files.stat(full).kind === "file" && files.allows(full, 1);
    });
}

export const type: Builtin = async (shell, args) => {
  // ash passes an option by; to dash it is a name.
  const words = shell.flavour === "ash" && /^-/.test(args[1] ?? "") ? args.filter((_, i) => i !== 1) : args;
  const parsed =
    shell.flavour === "bash"
      ? await parseOptions(shell, args, "afptP", "type [-afptP] name [name ...]")
      : { options: new Map<string, string>(), rest: words.slice(1) };
  if (!parsed) return 2;
  const { options, rest } = parsed;
  let status = 0;
  for (const name of rest) {
    if (options.has("P")) {
      const paths = pathsOf(shell, name, options.has("a"));
      for (const path of paths) await shell.write(1, `${path}\n`);
      if (paths.length === 0) status = 1;
      continue;
    }
    const style = options.has("t") ? "kind" : options.has("p") ? "path" : "long";
    const lines = describeCommand(shell, name, style, options.has("a"), !options.has("f"));
    for (const line of lines) await shell.write(1, `${line}\n`);
    if (lines.length > 0) continue;
    if (style === "path" && describeCommand(shell, name, "kind", false).length > 0) continue;
    status = 1;
    if (style !== "long") continue;
    if (shell.flavour === "bash") await fail(shell, `type: ${name}: not found`);
    else {
      await shell.write(1, `${name}: not found\n`);
      status = 127;
    }
  }
  return status;
};

/** `hash`: where programs were found. They are looked up each time but for those that `-p` names. */
export const hash: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "lrp:dt", "hash [-lr] [-p pathname] [-dt] [name ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  const { hashed } = shell;
  if (options.has("r")) hashed.clear();
  const pinned = options.get("p");
  if (rest.length === 0) {
    if (options.has("r")) return 0;
    if (hashed.size === 0) {
      if (shell.flavour === "bash" && !options.has("l")) await shell.write(1, "hash: hash table empty\n");
      return 0;
    }
    const lines = options.has("l")
      ? [...hashed].map(([name, { path }]) => `builtin hash -p ${path} ${name}\n`)
      : ["hits\tcommand\n", ...[...hashed].map(([, { path, hits }]) => `${String(hits).padStart(4)}\t${path}\n`)];
    await shell.write(1, lines.join(""));
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    const known = hashed.get(name);
    const missing = () => fail(shell, `hash: ${name}: not found`);
    if (pinned !== undefined) hashed.set(name, { path: pinned, hits: 0, isPinned: true });
    else if (options.has("d")) status = hashed.delete(name) ? status : await missing();
    else if (options.has("t")) {
      const label = rest.length > 1 ? `${name}\t` : "";
      if (known) await shell.write(1, `${label}${known.path}\n`);
      else status = await missing();
    } else {
      const [path] = pathsOf(shell, name, false);
      if (path !== undefined) hashed.set(name, { path, hits: 0, isPinned: false });
      else if (!builtinNamed(shell, name)) status = await missing();
    }
  }
  return status;
};
