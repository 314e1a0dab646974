import { type CommandContext, CommandError } from "../command.ts";
import { wantsProvenance } from "./flag-refusals.ts";
import { contextTexts } from "./named-context-flags.ts";

/** What is made of a build, as `--output` says it (docker/buildx, util/buildflags/export.go). */
export interface ExportEntry {
  readonly type: string;
  /** "" when it is not said. */
  readonly dest: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Where a secret comes from: a file, or a variable. */
export interface SecretSpec {
  readonly id: string;
  readonly path: string;
  readonly env: string;
}

/** What is to be told of a Dockerfile instead of building it. */
export interface CallFunction {
  /** "build", "check", "targets"; as it is written for what there is not. */
  readonly name: string;
  readonly format: string;
}

/** What flags say, before a builder is asked. */
export interface BuildOptions {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly exports: readonly ExportEntry[];
  readonly secrets: readonly SecretSpec[];
  readonly call: CallFunction;
  /** Whether a proof of how it was built goes with an image. */
  readonly provenance: boolean;
  /** What `--build-context` names. */
  readonly contexts: Readonly<Record<string, string>>;
}

const failure = (message: string) => new CommandError(`ERROR: ${message}`);

/**
 * Reads the flags that are wrong or right whatever is built: what is wrong is told before anything is shown
 * (docker/buildx, commands/build.go, toOptions).
 * @throws CommandError
 */
export function readOptions({ flags, process }: Pick<CommandContext, "flags" | "process">): BuildOptions {
  const options: BuildOptions = {
    buildArgs: pairs(flags.list("build-arg"), (name) => process.env[name]),
    labels: pairs(flags.list("label"), () => ""),
    exports: flags.list("output").flatMap((text) => (text === "" ? [] : exportOf(text))),
    secrets: flags.list("secret").flatMap((text) => (text === "" ? [] : secretOf(text))),
    contexts: contextTexts(flags.list("build-context")),
    provenance: wantsProvenance({ flags }),
    call: callOf(flags.bool("check") ? "check" : flags.string("call")),
  };
  const isFiles = options.exports.some(({ type }) => type === "local" || type === "tar");
  if (isFiles && flags.string("iidfile") !== "")
    throw failure("local and tar exporters are incompatible with image ID file");
  return options;
}

/** @param without what a name means that has no value; undefined leaves it out */
function pairs(texts: readonly string[], without: (name: string) => string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of texts) {
    const cut = text.indexOf("=");
    const name = cut < 0 ? text : text.slice(0, cut);
    if (name === "") throw failure(`invalid key-value pair ${JSON.stringify(text)}: empty key`);
    const value = cut < 0 ? without(name) : text.slice(cut + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function exportOf(text: string): ExportEntry {
  const plain = !text.includes(",") && !text.startsWith("type=");
  if (plain) return { type: text === "-" ? "tar" : "local", dest: text, attributes: new Map() };
  const attributes = new Map<string, string>();
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 0) throw failure(`invalid value ${field}`);
    attributes.set(field.slice(0, cut).trim().toLowerCase(), field.slice(cut + 1));
  }
  const type = attributes.get("type") ?? "";
  if (type === "") throw failure("type is required for output");
  return { type, dest: attributes.get("dest") ?? "", attributes };
}

/** `id=x,src=path`, `id=x,env=NAME` (docker/buildx, util/buildflags/secrets.go). */
function secretOf(text: string): SecretSpec {
  const fields = new Map<string, string>();
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 0) throw failure(`invalid field '${field}' must be a key=value pair`);
    const [key, value] = [field.slice(0, cut).toLowerCase(), field.slice(cut + 1)];
    if (key === "type" && value !== "file" && value !== "env")
      throw failure(`unsupported secret type ${JSON.stringify(value)}`);
    if (!["id", "src", "source", "env", "type"].includes(key)) throw failure(`unexpected key '${key}' in '${field}'`);
    fields.set(key === "source" ? "src" : key, value);
  }
  const [path = "", env = ""] = [fields.get("src"), fields.get("env")];
  const isVariable = fields.get("type") === "env" && env === "";
  return { id: fields.get("id") ?? "", path: isVariable ? "" : path, env: isVariable ? path : env };
}

/** `check`, `check,format=json` (docker/buildx, util/buildflags/callfunc.go). */
function callOf(text: string): CallFunction {
  let [name, format] = ["", ""];
  for (const field of text.split(",").filter((one) => one !== "")) {
    const cut = field.indexOf("=");
    const key = field.slice(0, cut);
    if (cut < 0 && name !== "") throw failure(`invalid print value: ${text}`);
    if (cut < 0) name = field;
    else if (key === "format") format = field.slice(cut + 1);
    else if (key !== "ignorestatus") throw failure(`invalid print field: ${field}`);
  }
  return { name: name === "lint" ? "check" : name || "build", format };
}
