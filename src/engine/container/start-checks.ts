import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { parseBool } from "../go-bool.ts";
import type { Container, HostConfig } from "./container.ts";
import { isRunning } from "./find.ts";
import { checkLinksRun } from "./links.ts";
import { StartFailure } from "./oci-error.ts";

/**
 * What is wrong with settings that the daemon looks at when a container starts, and not before.
 * @throws EngineError, StartFailure (moby, daemon/oci_linux.go, createSpec; daemon/container_operations_unix.go)
 */
export function checkBeforeStart(engine: Engine, container: Container): void {
  const { config, hostConfig, mounts } = container;
  const host = engine.ports.host.files;
  checkLinksRun(engine, container);
  checkLentIpc(engine, hostConfig.IpcMode ?? "");
  if (hostConfig.CpuShares < 0) throw new EngineError(500, "shares: invalid argument");
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
  for (const [target, options] of Object.entries(hostConfig.Tmpfs ?? {})) checkTmpfs(target, options);
  checkSysctls(hostConfig);
  checkLogSize(hostConfig.LogConfig);
  checkLogSocket(hostConfig.LogConfig, host);
  // A volume over the root hides /proc from runc.
  if (mounts.some(({ Destination }) => resolvePath("/", Destination) === "/"))
    throw new StartFailure("open /proc/sys/net/ipv4/ip_unprivileged_port_start: no such file or directory", 127);
  if (config.Hostname.length > LONGEST_HOSTNAME) throw new StartFailure("sethostname: invalid argument", 128);
}

/** What is below /proc/sys/net. */
const NET_SETTINGS: ReadonlySet<string> = new Set(
  "appletalk atm bridge core ipv4 ipv6 mptcp netfilter sctp unix".split(" "),
);

/** @throws EngineError, StartFailure where there is no such file (opencontainers/runc, libcontainer/configs/validate) */
function checkSysctls({ NetworkMode, Sysctls = {} }: HostConfig): void {
  for (const name of Object.keys(Sysctls)) {
    const [space, group = ""] = name.split(".");
    if (space !== "net") continue;
    if (NetworkMode === "host")
      throw new EngineError(
        500,
        `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: sysctl "${name}" not allowed in host network namespace`,
      );
    if (!NET_SETTINGS.has(group))
      throw new StartFailure(
        `open sysctl ${name} file: unsafe procfs detected: openat2 fsmount:fscontext:proc/./sys/${name.replaceAll(".", "/")}: no such file or directory`,
        127,
      );
  }
}

/** What sethostname(2) takes. */
const LONGEST_HOSTNAME = 64;

/** Another container's IPC namespace is there while it runs, and shared when it says so. @throws EngineError */
function checkLentIpc(engine: Engine, mode: string): void {
  const id = /^container:(.+)$/.exec(mode)?.[1];
  if (id === undefined) return;
  const fail = (why: string) => invalid(`failed to join IPC namespace: ${why}`);
  const donor = engine.state.containers[id];
  if (!donor) throw fail(`No such container: ${id}`);
  if (!isRunning(donor)) throw fail(`container ${id} is not running`);
  if (!/^(shareable|host|container:.*)$/.test(donor.hostConfig.IpcMode ?? ""))
    throw fail(`container ${id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`);
}

/** Drivers that hand the log to a service of the host (moby, daemon/logger). @throws EngineError when it is not there */
function checkLogSocket({ Type, Config }: HostConfig["LogConfig"], host: FileSystem): void {
  const fail = (why: string) =>
    new EngineError(500, `failed to create task for container: failed to initialize logging driver: ${why}`);
  if (Type === "syslog" && Config["syslog-address"] === undefined && !host.exists("/dev/log"))
    throw fail("Unix syslog delivery error");
  if (Type === "journald" && !host.exists("/run/systemd/journal/socket"))
    throw fail("journald is not enabled on this host");
  if (Type === "fluentd" && Config["fluentd-address"] === undefined && Config["fluentd-async"] !== "true")
    throw fail("dial tcp 127.0.0.1:24224: connect: connection refused");
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
function checkTmpfs(target: string, options: string): void {
  for (const option of options.split(",").filter((text) => text !== "")) {
    const cut = option.indexOf("=");
    const parts = cut < 0 ? [option] : [option.slice(0, cut), option.slice(cut + 1)];
    const known = parts.length === 1 ? TMPFS_FLAGS.has(option) : TMPFS_VALUES.has(parts[0] ?? "");
    if (!known) throw invalid(`invalid tmpfs option ${JSON.stringify(parts[0])}`);
    if (parts[0] === "size" && !/^\d+[kmgt%]?$/i.test(parts[1] ?? ""))
      throw new StartFailure(
        `error mounting "tmpfs" to rootfs at "${target}": mount src=tmpfs, dst=${target}, dstFd=/proc/thread-self/fd/8, flags=MS_NOSUID|MS_NODEV|MS_NOEXEC, data=${options}: invalid argument`,
        128,
      );
  }
}

/** `max-size` and `max-file` are read when the log is opened (moby, daemon/logger/jsonfilelog). */
function checkLogSize({ Type, Config }: HostConfig["LogConfig"]): void {
  if (Type !== "json-file" && Type !== "local") return;
  const fail = (why: string) =>
    new EngineError(500, `failed to create task for container: failed to initialize logging driver: ${why}`);
  const size = Config["max-size"];
  if (size !== undefined && !/^\d+(\.\d+)? ?[kmgtp]?i?b?$/i.test(size)) throw fail(`invalid size: '${size}'`);
  const { "max-file": files = Type === "local" ? "5" : "1", compress } = Config;
  if (!/^[+-]?\d+$/.test(files)) throw fail(`strconv.Atoi: parsing ${JSON.stringify(files)}: invalid syntax`);
  if (Number(files) < 1) throw fail("max-file cannot be less than 1");
  if (compress === undefined) return;
  const yes = parseBool(compress);
  if (yes === undefined) throw fail(`strconv.ParseBool: parsing ${JSON.stringify(compress)}: invalid syntax`);
  if (Type === "json-file" && yes && (Number(files) === 1 || size === undefined))
    throw fail("compress cannot be true when max-file is less than 2 or max-size is not set");
}
