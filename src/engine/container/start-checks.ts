import type { FileSystem } from "../../kernel/filesystem.ts";
import { EngineError, invalid } from "../errors.ts";
import type { Container, HostConfig } from "./container.ts";

/**
 * What is wrong with settings that the daemon looks at when a container starts, and not before.
 * @param host the files of the host, where devices are
 * @throws EngineError (moby, daemon/oci_linux.go, createSpec; daemon/container_operations_unix.go)
 */
export function checkBeforeStart({ hostConfig }: Container, host: FileSystem): void {
  for (const { PathOnHost } of hostConfig.Devices ?? [])
    if (!host.exists(PathOnHost))
      throw new EngineError(
        500,
        `error gathering device information while adding custom device "${PathOnHost}": no such file or directory`,
      );
  const [request] = hostConfig.DeviceRequests ?? [];
  if (request)
    throw new EngineError(
      500,
      `could not select device driver "${request.Driver}" with capabilities: [${request.Capabilities.map((set) => `[${set.join(" ")}]`).join(" ")}]`,
    );
  for (const options of Object.values(hostConfig.Tmpfs ?? {})) checkTmpfs(options);
  checkLogSize(hostConfig.LogConfig);
}

const TMPFS_FLAGS: ReadonlySet<string> = new Set(
  (
    "defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime " +
    "nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime " +
    "strictatime nostrictatime"
  ).split(" "),
);
const TMPFS_VALUES: ReadonlySet<string> = new Set(["gid", "mode", "mpol", "nr_blocks", "nr_inodes", "size", "uid"]);

/** github.com/moby/sys/mount, MergeTmpfsOptions. */
function checkTmpfs(options: string): void {
  for (const option of options.split(",").filter((text) => text !== "")) {
    const cut = option.indexOf("=");
    const parts = cut < 0 ? [option] : [option.slice(0, cut), option.slice(cut + 1)];
    const known = parts.length === 1 ? TMPFS_FLAGS.has(option) : TMPFS_VALUES.has(parts[0] ?? "");
    if (!known) throw invalid(`invalid tmpfs option [${parts.map((part) => JSON.stringify(part)).join(" ")}]`);
  }
}

/** `max-size` and `max-file` are read when the log is opened (moby, daemon/logger/jsonfilelog). */
function checkLogSize({ Type, Config }: HostConfig["LogConfig"]): void {
  if (Type !== "json-file" && Type !== "local") return;
  const fail = (why: string) =>
    new EngineError(500, `failed to create task for container: failed to initialize logging driver: ${why}`);
  const size = Config["max-size"];
  if (size !== undefined && !/^\d+(\.\d+)? ?[kmgtp]?i?b?$/i.test(size)) throw fail(`invalid size: '${size}'`);
  const files = Config["max-file"];
  if (files === undefined) return;
  if (!/^[+-]?\d+$/.test(files)) throw fail(`strconv.Atoi: parsing ${JSON.stringify(files)}: invalid syntax`);
  if (Number(files) < 1) throw fail("max-file cannot be less than 1");
}
