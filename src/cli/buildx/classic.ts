import type { BuildRequest } from "../../engine/build/build-request.ts";
import { classicBuild } from "../../engine/build/classic-build.ts";
import { byteCount, type CopySource } from "../../engine/build/copy-source.ts";
import { IgnorePatterns } from "../../engine/build/ignore-patterns.ts";
import type { CommandContext } from "../command.ts";
import { humanSize } from "../format/size.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";

const DEPRECATED = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.

`;
/** An archive of nothing is this long. */
const EMPTY_CONTEXT = 2048;

/** `DOCKER_BUILDKIT=0 docker build`: docker/cli, `cli/command/image/build.go`. */
export async function runClassicBuild(context: CommandContext, request: BuildRequest, quiet: boolean): Promise<number> {
  const { engine, process, out, err, columns } = context;
  await err(DEPRECATED);
  if (!quiet) await out(`Sending build context to Docker daemon  ${humanSize(contextSize(request))}\r\r\n`);
  const display = new ProgressDisplay(process.stdout, columns);
  const image = await classicBuild(engine, request, {
    stream: (text) => (quiet ? undefined : out(text)),
    progress: (event) => (quiet ? undefined : display.show(event)),
  });
  if (quiet) await out(`${image.id}\n`);
  return 0;
}

/** Bytes of the archive of the context: each file with a header, in whole blocks. */
function contextSize({ context, ignore }: BuildRequest): number {
  const source: CopySource = ignore === undefined ? context : { ...context, ignore: new IgnorePatterns(ignore) };
  const bytes = byteCount(source, [{ path: "/", isDirectory: true }]);
  return Math.max(EMPTY_CONTEXT, Math.ceil((bytes + 1024) / 512) * 512 + 1024);
}
