import { OWN_PLATFORM } from "../../engine/build/stages.ts";
import { parsePlatform } from "../../engine/image/platform.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { annotationsOf } from "./annotation-flags.ts";

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);
const unsolved = (message: string) => failure(`failed to solve: ${message}`);

/** @throws CommandError for a flag whose work this playground does not do */
export function refuseFlags(context: CommandContext): void {
  const { flags, process } = context;
  const refuse = (what: string) => {
    throw new CommandError(`ERROR: ${notSimulated(`docker build ${what}`, languageOf(process.env))}`);
  };
  if (!isOwnPlatform(flags.list("platform"))) refuse("--platform");
  if (flags.list("cache-to").some((text) => cacheExporters.test(typeOf(text)))) refuse("--cache-to");
  const sbom = flags.string("sbom");
  const asked = attestations(context).some(({ type, disabled }) => type === "sbom" && !disabled);
  if (asked || (flags.changed("sbom") && !/^(false|0)$/.test(sbom))) refuse("--sbom");
}

const cacheExporters = /^(inline|local|registry|gha|s3|azblob)$/;
/** `type=local,dest=x`; a text without fields is a reference. */
const typeOf = (text: string): string =>
  text.includes("=") ? (/(?:^|,)type=([^,]*)/.exec(text)?.[1] ?? "") : "registry";

interface Attestation {
  readonly type: string;
  readonly disabled: boolean;
}

/** The values of `--attest` (docker/buildx, util/buildflags/attests.go). @throws CommandError */
function attestations({ flags }: Pick<CommandContext, "flags">): Attestation[] {
  return flags.list("attest").map((text) => {
    const fields = text.split(",").map((field): [string, string] => {
      const cut = field.indexOf("=");
      if (cut < 0) throw new CommandError(`ERROR: invalid value ${field}`);
      return [field.slice(0, cut).trim().toLowerCase(), field.slice(cut + 1)];
    });
    const known = new Map(fields);
    const type = known.get("type");
    if (type === undefined) throw new CommandError("ERROR: attestation type not specified");
    return { type, disabled: /^(1|t|true)$/i.test(known.get("disabled") ?? "") };
  });
}

/** Whether a proof of how it was built goes with an image: unless somebody says not. @throws CommandError */
export function wantsProvenance({ flags }: Pick<CommandContext, "flags">): boolean {
  const text = flags.string("provenance");
  if (/^(false|0)$/.test(text)) return false;
  if (text !== "" && !/^(true|1|min|max)$/.test(text) && !text.includes("="))
    throw new CommandError(`ERROR: invalid value ${text}`);
  return !attestations({ flags }).some(({ type, disabled }) => type === "provenance" && disabled);
}

/** @returns whether that is where everything here runs; also for what is wrong, which is told later */
function isOwnPlatform(texts: readonly string[]): boolean {
  const platforms = texts.flatMap((text) => text.split(",")).map(platformOf);
  return platforms.some((one) => one instanceof Error) || platforms.every((one) => one === OWN_PLATFORM);
}

const platformOf = (text: string) => (text.toLowerCase() === "local" ? OWN_PLATFORM : parsePlatform(text));

/** @throws CommandError for what there cannot be: a platform, an entitlement, an annotation, an agent of ssh */
export function checkAsked(context: CommandContext): void {
  const { flags } = context;
  for (const text of flags.list("platform").flatMap((one) => one.split(","))) {
    const platform = platformOf(text);
    if (platform instanceof Error) throw failure(platform.message);
  }
  for (const text of flags.list("ssh")) checkAgent(context, text);
  annotationsOf(flags.list("annotation"));
  for (const text of flags.list("allow")) checkEntitlement(text);
  for (const { type } of attestations(context))
    if (type !== "provenance" && type !== "sbom") throw unsolved(`unknown attestation type ${JSON.stringify(type)}`);
  const cache = flags
    .list("cache-to")
    .map(typeOf)
    .find((type) => !cacheExporters.test(type));
  if (cache !== undefined) throw unsolved(`unknown cache exporter: ${JSON.stringify(cache)}`);
}

/** `id=path`, `default` (docker/buildx, util/buildflags/ssh.go; buildkit, sshprovider/agentprovider.go). No agent runs here. */
function checkAgent({ process }: CommandContext, text: string): void {
  const cut = text.indexOf("=");
  const id = cut < 0 ? text : text.slice(0, cut);
  const paths = cut < 0 ? [] : text.slice(cut + 1).split(",");
  const config = `failed to convert agent config {${id} [${paths.join(" ")}] false}: `;
  const agent = process.env.SSH_AUTH_SOCK ?? "";
  if (paths.length === 0 && agent === "")
    throw failure(`${config}invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set`);
  for (const path of paths.length > 0 ? paths : [agent])
    if (!process.files.exists(resolvePath(process.cwd, path)))
      throw failure(
        `${config}failed to convert agent config for ID: ${JSON.stringify(id)}: stat ${path}: no such file or directory`,
      );
  throw failure(notSimulated("docker build --ssh", languageOf(process.env)));
}

/** What a build may ask to be allowed: this daemon grants the host's network alone. */
function checkEntitlement(text: string): void {
  const [name = ""] = text.split("=");
  if (name === "network.host" || name.startsWith("fs")) return;
  if (name !== "security.insecure" && name !== "device") throw failure(`unknown entitlement ${text}`);
  throw unsolved(`granting entitlement ${name} is not allowed by build daemon configuration`);
}
