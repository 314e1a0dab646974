import { check, outline } from "../../engine/build/build.ts";
import { BuildError, excerpt } from "../../engine/build/build-error.ts";
import type { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { targets } from "../../engine/build/targets.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import type { CallFunction } from "./build-options.ts";
import { checkText, failedSteps } from "./failure-text.ts";
import { outlineText } from "./outline-text.ts";
import type { Finish } from "./run-build.ts";
import { targetsText } from "./targets-text.ts";

/** What `--call` tells of a Dockerfile. @throws BuildError, CommandError */
export async function runCall(
  context: CommandContext,
  request: BuildRequest,
  progress: BuildProgress,
  call: CallFunction,
): Promise<Finish> {
  const { engine, process, out, err } = context;
  if (call.name === "targets") {
    const text = targetsText(await targets(engine, request, progress), call.format);
    return async () => {
      await out(text);
      return 0;
    };
  }
  if (call.name === "outline") {
    const text = outlineText(await outline(engine, request, progress), call.format);
    return async () => {
      await out(text);
      return 0;
    };
  }
  if (call.name === "subrequests.describe" && call.format !== "json") {
    await targets(engine, request, progress);
    return async () => {
      await out(DESCRIBED);
      return 0;
    };
  }
  if (call.name === "check" && call.format === "json")
    throw new CommandError(`ERROR: ${notSimulated(`docker build --call=${call.name}`, languageOf(process.env))}`);
  if (call.name !== "check") {
    await targets(engine, request, progress);
    const why = `unsupported request frontend.${call.name}`;
    throw new BuildError(`${why}: ${why}`);
  }
  const { warnings, error } = await check(engine, request, progress);
  return async () => {
    if (error) await err(failedSteps(progress));
    const told = warnings.length > 0 || !error;
    if (told) await out(checkText(warnings, request.dockerfile));
    if (error) await err(`${told ? "\n" : ""}${checkFailure(error, request)}`);
    return warnings.length > 0 || error ? 1 : 0;
  };
}

/** What BuildKit's frontend can be asked beside building. */
const DESCRIBED = `NAME                 VERSION DESCRIPTION
outline              1.0.0   List all parameters current build target supports
targets              1.0.0   List all targets current build supports
subrequests.describe 1.0.0   List available subrequest types
`;

function checkFailure({ message, range }: BuildError, { dockerfile: { name, source = "" } }: BuildRequest): string {
  return `ERROR: ${message}\n${range ? excerpt(name, source, range) : ""}\n`;
}
