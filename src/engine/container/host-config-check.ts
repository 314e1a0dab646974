import type { FileSystem } from "../../kernel/filesystem.ts";
import { invalid } from "../errors.ts";
import { checkMountRequest, checkTmpfsTargets } from "../volume/mount-check.ts";
import type { HostConfig, RestartPolicy } from "./container.ts";
import { checkLogConfig } from "./log-config-check.ts";
import { checkResources } from "./resource-check.ts";

/**
 * What a request may not say or combine, before the daemon looks for the image (moby, daemon/container.go,
 * verifyContainerSettings; daemon_unix.go, verifyPlatformContainerSettings).
 * @param host the files of the host, where the sources of bind mounts are
 * @returns warnings
 * @throws EngineError
 */
export function checkHostConfig(hostConfig: HostConfig, host: FileSystem): string[] {
  for (const request of hostConfig.Mounts ?? []) checkMountRequest(request, host);
  checkRestartPolicy(hostConfig.RestartPolicy);
  checkCapabilities("CapAdd", hostConfig.CapAdd);
  checkCapabilities("CapDrop", hostConfig.CapDrop);
  if ("" in (hostConfig.Annotations ?? {}))
    throw invalid("invalid Annotations: the empty string is not permitted as an annotation key");
  checkResources(hostConfig);
  if (!/^(|none|private|shareable|host|container:.+)$/.test(hostConfig.IpcMode ?? ""))
    throw invalid(`invalid IPC mode: ${hostConfig.IpcMode}`);
  const { OomScoreAdj = 0, Runtime = "" } = hostConfig;
  if (OomScoreAdj < -1000 || OomScoreAdj > 1000)
    throw invalid(`Invalid value ${OomScoreAdj}, range for oom score adj is [-1000, 1000]`);
  if (!RUNTIMES.has(Runtime)) throw invalid(`unknown or invalid runtime name: ${Runtime}`);
  checkTmpfsTargets(hostConfig);
  checkLogConfig(hostConfig.LogConfig);
  for (const option of hostConfig.SecurityOpt ?? []) checkSecurityOption(option);
  const discarded = hostConfig.NetworkMode === "host" && Object.keys(hostConfig.PortBindings).length > 0;
  return discarded ? ["Published ports are discarded when using host network mode"] : [];
}

/** What `docker info` lists, and the default. */
const RUNTIMES: ReadonlySet<string> = new Set(["", "runc", "io.containerd.runc.v2"]);

/** @throws EngineError (moby, api/types/container, ValidateRestartPolicy) */
export function checkRestartPolicy({ Name, MaximumRetryCount }: RestartPolicy): void {
  if (Name === "on-failure") {
    if (MaximumRetryCount < 0) throw invalid("invalid restart policy: maximum retry count cannot be negative");
  } else if (Name !== "" && MaximumRetryCount !== 0) {
    const negative = MaximumRetryCount < 0 ? " and cannot be negative" : "";
    throw invalid(`invalid restart policy: maximum retry count can only be used with 'on-failure'${negative}`);
  }
}

/** @throws EngineError (moby, daemon/daemon_unix.go, parseSecurityOpt) */
function checkSecurityOption(option: string): void {
  if (option === "no-new-privileges" || option === "disable") return;
  const [, key = "", value = ""] = /^([^=]*)=(.*)$/.exec(option) ?? /^([^:]*):(.*)$/.exec(option) ?? [];
  if (["label", "apparmor", "seccomp", "writable-cgroups"].includes(key)) return;
  const isBool = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value);
  if (key !== "no-new-privileges" || !isBool) throw invalid(`invalid --security-opt 2: ${JSON.stringify(option)}`);
}

const CAPABILITIES: ReadonlySet<string> = new Set(
  (
    "ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH " +
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN " +
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT " +
    "SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
);

/** @throws EngineError (moby, daemon/pkg/oci/caps, NormalizeLegacyCapabilities) */
function checkCapabilities(field: string, names: readonly string[] | null): void {
  const unknown = names?.find((name) => !CAPABILITIES.has(name.toUpperCase().replace(/^CAP_/, "")));
  if (unknown !== undefined) throw invalid(`invalid ${field}: unknown capability: "${unknown}"`);
}
