import { BuildError } from "../../engine/build/build-error.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { ClassicFailure, classicBuild } from "../../engine/build/classic-build.ts";
import { byteCount, type CopySource } from "../../engine/build/copy-source.ts";
import { IgnorePatterns } from "../../engine/build/ignore-patterns.ts";
import { EngineError } from "../../engine/errors.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { humanSize } from "../format/size.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";
import { readBuildInput } from "./build-context.ts";
import { requestOf } from "./build-flags.ts";
import { readOptions } from "./build-options.ts";

const DEPRECATED = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.

`;
/** An archive of nothing is this long. */
const EMPTY_CONTEXT = 2048;

/** `DOCKER_BUILDKIT=0 docker build`: docker/cli, `cli/command/image/build.go`. @throws CommandError in its words */
export async function runClassicBuild(context: CommandContext): Promise<number> {
  const { engine, flags, args, process, out, err, columns } = context;
  const quiet = flags.bool("quiet");
  await err(DEPRECATED);
  refuseModern(flags);
  const request = await classicRequest(context, args[0] ?? "");
  if (!quiet) await out(`Sending build context to Docker daemon  ${humanSize(contextSize(request))}\r\r\n`);
  refuseOptions(flags);
  const display = new ProgressDisplay(process.stdout, columns);
  let held = "";
  try {
    const image = await classicBuild(engine, request, {
      stream: (text) => {
        held += quiet ? text : "";
        return quiet ? undefined : out(text);
      },
      progress: (event) => (quiet ? undefined : display.show(event)),
    });
    const iidFile = flags.string("iidfile");
    if (iidFile !== "") writeOutputFile(process, iidFile, image.id);
    if (quiet) await out(`${image.id}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ClassicFailure)) throw error;
    await err(held);
    throw new CommandError(error.message, error.status);
  }
}

/** Flags that only BuildKit has. */
const MODERN =
  "allow annotation attest build-context builder cache-to call check debug load metadata-file no-cache-filter output progress provenance push sbom secret ssh".split(
    " ",
  );

/** @throws CommandError for flags that this builder does not know, or not without experimental features */
function refuseModern(flags: CommandContext["flags"]): void {
  const usage = "\n\nUsage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' for more information";
  const unknown = MODERN.find((name) => flags.changed(name));
  if (unknown !== undefined) throw new CommandError(`unknown flag: --${unknown}${usage}`, 125);
  for (const tag of flags.list("tag")) {
    try {
      requireTagged(tag);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw new CommandError(
        `invalid argument ${JSON.stringify(tag)} for "-t, --tag" flag: ${error.message}${usage}`,
        125,
      );
    }
  }
  if (flags.bool("squash"))
    throw new CommandError('"--squash" is only supported on a Docker daemon with experimental features enabled');
}

/** @throws CommandError for what no daemon on Linux does, once the context is there */
function refuseOptions(flags: CommandContext["flags"]): void {
  const fail = (why: string) => new CommandError(`Error response from daemon: ${why}`);
  const isolation = flags.string("isolation");
  if (!["", "default"].includes(isolation)) throw fail(`unsupported isolation: ${JSON.stringify(isolation)}`);
  if (flags.list("security-opt").length > 0) throw fail("security options are not supported on linux");
}

/** Steps may run in a network of a name. @throws CommandError for one there is: that is not simulated */
function networkOf({ engine, flags, process }: CommandContext): Pick<BuildRequest, "missingNetwork"> {
  const name = flags.string("network");
  if (["", "default", "bridge", "host", "none"].includes(name)) return {};
  const isThere = Object.values(engine.state.networks).some((network) => network.name === name || network.id === name);
  if (isThere)
    throw new CommandError(notSimulated("DOCKER_BUILDKIT=0 docker build --network", languageOf(process.env)));
  return { missingNetwork: name };
}

/** Which containers of its steps a build leaves: `--rm`, `--force-rm`. */
function keptContainers(flags: CommandContext["flags"]): "failed" | "all" | "none" {
  if (flags.bool("force-rm")) return "none";
  return flags.bool("rm") ? "failed" : "all";
}

async function classicRequest(context: CommandContext, path: string): Promise<BuildRequest> {
  const { engine, flags, process } = context;
  const file = flags.string("file");
  try {
    const request = await requestOf(context, readOptions(context), () => readBuildInput(process, engine, path, file));
    if (request.dockerfile.source !== undefined)
      return { ...request, kept: keptContainers(flags), ...networkOf(context) };
    const place = resolvePath(process.cwd, file === "" ? `${path}/Dockerfile` : file);
    throw new CommandError(
      `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${place}: no such file or directory`,
    );
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(error.message.replace(/^ERROR: failed to build: /, ""), error.status);
  }
}

/** Bytes of the archive of the context: each file with a header, in whole blocks. */
function contextSize({ context, ignore }: BuildRequest): number {
  const source: CopySource = ignore === undefined ? context : { ...context, ignore: patternsOf(ignore) };
  const bytes = byteCount(source, [{ path: "/", isDirectory: true }]);
  return Math.max(EMPTY_CONTEXT, Math.ceil((bytes + 1024) / 512) * 512 + 1024);
}

function patternsOf(ignore: string): IgnorePatterns {
  try {
    return new IgnorePatterns(ignore);
  } catch (error) {
    if (error instanceof BuildError) throw new CommandError(`error checking context: ${error.message}`);
    throw error;
  }
}
