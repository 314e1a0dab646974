import type { FileSystem } from "../../kernel/filesystem.ts";
import type { HostConfig, MountRequest } from "../container/container.ts";
import { type EngineError, invalid } from "../errors.ts";
import { PROPAGATIONS, targetProblem } from "./bind-spec.ts";

/**
 * Whether a `--mount` makes sense on a host (moby, daemon/volume/mounts/linux_parser.go, validateMountConfigImpl).
 * @param host the files of the host, where the source of a bind mount must be
 * @throws EngineError
 */
export function checkMountRequest(request: MountRequest, host: FileSystem): void {
  const problem = targetProblem(request.Target);
  if (problem !== undefined) throw badMount(request, problem);
  const { Type, Source = "" } = request;
  if (Type === "bind") checkBind(request, host);
  else if (Type === "tmpfs") {
    if (Source !== "") throw badMount(request, "field Source must not be specified");
  } else if (Type === "image") {
    if (Source === "") throw badMount(request, "field Source must not be empty");
  } else if (Type === "volume") checkSubpath(request);
  else throw badMount(request, "mount type unknown");
}

/** Where `--tmpfs` may be mounted (moby, ValidateTmpfsMountDestination). @throws EngineError */
export function checkTmpfsTargets({ Tmpfs }: Pick<HostConfig, "Tmpfs">): void {
  for (const target of Object.keys(Tmpfs ?? {})) {
    const problem = targetProblem(target);
    if (problem !== undefined) throw invalid(problem);
  }
}

const badMount = ({ Type }: MountRequest, text: string): EngineError =>
  invalid(`invalid mount config for type "${Type}": ${text}`);

/** Only what is below the volume's own directory (moby, volume/mounts, validateSubpath: Go's filepath.IsLocal). */
function checkSubpath(request: MountRequest): void {
  const path = request.VolumeOptions?.Subpath ?? "";
  let depth = 0;
  for (const part of path.split("/")) {
    depth += part === ".." ? -1 : part === "." || part === "" ? 0 : 1;
    if (depth < 0 || path.startsWith("/")) throw badMount(request, "subpath must be a relative path within the volume");
  }
}

function checkBind(request: MountRequest, host: FileSystem): void {
  const { Source = "", BindOptions: { CreateMountpoint, Propagation = "" } = {} } = request;
  if (Source === "") throw badMount(request, "field Source must not be empty");
  if (Propagation !== "" && !PROPAGATIONS.has(Propagation))
    throw badMount(request, `invalid propagation mode: ${Propagation}`);
  if (!Source.startsWith("/")) throw badMount(request, `invalid mount path: '${Source}' mount path must be absolute`);
  if (!CreateMountpoint && !host.exists(Source)) throw badMount(request, `bind source path does not exist: ${Source}`);
}
