import { resolvePath } from "../../kernel/filesystem.ts";
import { parseError } from "./build-error.ts";
import type { Instruction } from "./dockerfile.ts";
import { closest } from "./suggestion.ts";
import { expandWord, type Variables } from "./words.ts";

const TYPES = ["bind", "cache", "tmpfs", "secret", "ssh"] as const;
const KEYS = [
  "type",
  "from",
  "source",
  "target",
  "readonly",
  "id",
  "sharing",
  "required",
  "size",
  "mode",
  "uid",
  "gid",
  "src",
  "dst",
  "destination",
  "ro",
  "rw",
  "readwrite",
  "env",
];

/** What `RUN --mount=…` asks for. */
export interface RunMount {
  readonly type: (typeof TYPES)[number];
  /** A stage or an image; undefined is the build's context. */
  readonly from: string | undefined;
  readonly source: string;
  /** Absolute. */
  readonly target: string;
  readonly readOnly: boolean;
  /** Of a cache or a secret. */
  readonly id: string;
  readonly required: boolean;
  /** The variable that carries a secret instead of a file, or beside it. */
  readonly env: string | undefined;
  readonly mode: number | undefined;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The mounts of a RUN (buildkit, frontend/dockerfile/instructions/commands_runmount.go).
 * @throws BuildError in BuildKit's words
 */
export function runMounts(instruction: Instruction, variables: Variables, workdir: string): RunMount[] {
  return instruction.flags
    .filter(({ name }) => name === "mount")
    .map(({ value }) => parseMount(value, instruction, variables, workdir));
}

function parseMount(text: string, { range }: Instruction, variables: Variables, workdir: string): RunMount {
  const fail = (message: string): never => {
    throw parseError(message, range);
  };
  const given = new Map<string, string>();
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    const key = (cut < 0 ? field : field.slice(0, cut)).toLowerCase();
    const value = cut < 0 ? undefined : expandWord(field.slice(cut + 1), variables);
    if (value === undefined && !["readonly", "ro", "readwrite", "rw", "required"].includes(key))
      fail(`invalid field '${field}' must be a key=value pair`);
    if (!KEYS.includes(key)) {
      const near = closest(key, KEYS);
      fail(`unexpected key '${key}' in '${field}'${near === undefined ? "" : ` (did you mean ${near}?)`}`);
    }
    given.set(key, value ?? "true");
  }
  const first = (...keys: string[]) => keys.map((key) => given.get(key)).find((value) => value !== undefined);
  const asked = first("type") ?? "bind";
  const type = TYPES.find((known) => known === asked.toLowerCase());
  if (!type) {
    const near = closest(asked, TYPES);
    return fail(
      `unsupported mount type ${JSON.stringify(asked)}${near === undefined ? "" : ` (did you mean ${near}?)`}`,
    );
  }
  const isSecret = type === "secret" || type === "ssh";
  if (first("required") !== undefined && !isSecret) fail(`unexpected key 'required' for mount type '${type}'`);
  for (const key of ["mode", "uid", "gid"])
    if (given.has(key) && !isSecret && type !== "cache") fail(`${key} not allowed for "${type}" type mounts`);
  const sharing = first("sharing");
  if (sharing !== undefined && !["shared", "private", "locked"].includes(sharing))
    fail(`unsupported sharing value ${JSON.stringify(sharing)}`);
  if (sharing !== undefined && type !== "cache") fail(`invalid cache sharing set for ${type} mount`);
  const source = first("source", "src") ?? "";
  const target = first("target", "dst", "destination") ?? "";
  const idGiven = first("id");
  if (type === "secret") {
    if (first("from") !== undefined) fail("secret mount should not have a from");
    if (source === "" && target === "" && idGiven === undefined)
      fail("invalid secret mount. one of source, target required");
    if (source !== "" && idGiven !== undefined) fail("both source and id can't be set");
  }
  const id = idGiven ?? (type === "secret" && source !== "" ? source : (target.split("/").at(-1) ?? ""));
  const where = type === "secret" && target === "" ? `/run/secrets/${id.split("/").at(-1) ?? ""}` : target;
  const mode = first("mode");
  return {
    type,
    from: first("from"),
    source,
    target: resolvePath(workdir, where),
    readOnly: readOnlyOf(first("readonly", "ro"), first("readwrite", "rw"), type),
    id: type === "cache" ? (idGiven ?? resolvePath(workdir, where)) : id,
    required: first("required") === "true",
    env: first("env"),
    mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
    uid: Number(first("uid") ?? 0),
    gid: Number(first("gid") ?? 0),
  };
}

function readOnlyOf(readOnly: string | undefined, writable: string | undefined, type: RunMount["type"]): boolean {
  if (readOnly !== undefined) return readOnly === "true";
  if (writable !== undefined) return writable !== "true";
  return type !== "cache" && type !== "tmpfs";
}
