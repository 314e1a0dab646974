import { resolvePath } from "../../kernel/filesystem.ts";
import { quote } from "../go-quote.ts";
import { parseBytes } from "../go-size.ts";
import { BuildError } from "./build-error.ts";
import type { Instruction } from "./dockerfile.ts";
import { withSuggestion } from "./suggestion.ts";
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

/** These need no value. */
const SWITCHES: readonly string[] = ["readonly", "ro", "readwrite", "rw", "required"];
const SHARING: readonly string[] = ["shared", "private", "locked"];

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
 * @throws BuildError without lines, in BuildKit's words
 */
export function runMounts(instruction: Instruction, variables: Variables, workdir: string): RunMount[] {
  return instruction.flags
    .filter(({ name }) => name === "mount")
    .map(({ value }) => parseMount(value, variables, workdir));
}

const fail = (message: string): never => {
  throw new BuildError(message);
};

function parseMount(text: string, variables: Variables, workdir: string): RunMount {
  const given = readFields(text, variables);
  const first = (...keys: string[]) => keys.map((key) => given.get(key)).find((value) => value !== undefined);
  const type = typeOf(first("type") ?? "bind");
  const isSecret = type === "secret" || type === "ssh";
  if (first("required") !== undefined && !isSecret) fail(`unexpected key 'required' for mount type '${type}'`);
  if (first("size") !== undefined && type !== "tmpfs") fail(`unexpected key 'size' for mount type '${type}'`);
  for (const key of ["mode", "uid", "gid"])
    if (given.has(key) && !isSecret && type !== "cache") fail(`${key} not allowed for "${type}" type mounts`);
  const source = first("source", "src") ?? "";
  const target = first("target", "dst", "destination") ?? "";
  const idGiven = first("id");
  if (type === "secret") {
    if (first("from") !== undefined) fail("secret mount should not have a from");
    if (first("sharing") !== undefined) fail("secret mount should not define sharing");
    if (source === "" && target === "" && idGiven === undefined)
      fail("invalid secret mount. one of source, target required");
    if (source !== "" && idGiven !== undefined) fail("both source and id can't be set");
  }
  if (first("sharing") !== undefined && type !== "cache") fail(`invalid cache sharing set for ${type} mount`);
  const id = idGiven ?? (type === "secret" && source !== "" ? source : (target.split("/").at(-1) ?? ""));
  const where = type === "secret" && target === "" ? `/run/secrets/${id.split("/").at(-1) ?? ""}` : target;
  const place = resolvePath(workdir, where);
  if (!isSecret && place === "/") fail(`invalid mount target "/"`);
  const mode = first("mode");
  return {
    type,
    from: first("from"),
    source,
    target: place,
    readOnly: readOnlyOf(first("readonly", "ro"), first("readwrite", "rw"), type),
    id: type === "cache" ? (idGiven ?? place) : id,
    required: isTrue(first("required")),
    env: first("env"),
    mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
    uid: Number(first("uid") ?? 0),
    gid: Number(first("gid") ?? 0),
  };
}

function readFields(text: string, variables: Variables): Map<string, string> {
  const given = new Map<string, string>();
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    const key = (cut < 0 ? field : field.slice(0, cut)).toLowerCase();
    const value = cut < 0 ? undefined : expandWord(field.slice(cut + 1), variables);
    if (value === undefined && !SWITCHES.includes(key)) fail(`invalid field '${field}' must be a key=value pair`);
    if (!KEYS.includes(key)) fail(withSuggestion(`unexpected key '${key}' in '${field}'`, key, KEYS));
    if (value !== undefined) checkValue(key, value);
    given.set(key, value ?? "true");
  }
  return given;
}

function checkValue(key: string, value: string): void {
  if (SWITCHES.includes(key) && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
    fail(`invalid value for ${key}: ${value}`);
  if (key === "mode" && !/^[0-7]+$/.test(value)) fail(`invalid value ${value} for mode`);
  if ((key === "uid" || key === "gid") && !/^\d+$/.test(value)) fail(`invalid value ${value} for ${key}`);
  if (key === "sharing" && !SHARING.includes(value.toLowerCase()))
    fail(withSuggestion(`unsupported sharing value ${quote(value)}`, value, SHARING));
  if (key === "size" && parseBytes(value) instanceof Error) fail(`invalid value for size: ${value}`);
}

function typeOf(asked: string): RunMount["type"] {
  const type = TYPES.find((known) => known === asked.toLowerCase());
  return type ?? fail(withSuggestion(`unsupported mount type ${quote(asked)}`, asked, TYPES));
}

const isTrue = (value: string | undefined): boolean => value !== undefined && /^(1|t|true)$/i.test(value);

function readOnlyOf(readOnly: string | undefined, writable: string | undefined, type: RunMount["type"]): boolean {
  if (readOnly !== undefined) return isTrue(readOnly);
  if (writable !== undefined) return !isTrue(writable);
  return type !== "cache" && type !== "tmpfs";
}
