import type { HostConfig } from "../../engine/container/container.ts";
import type { CreateRequest } from "../../engine/container/create.ts";
import { MountSpecError } from "../../engine/volume/mount-spec.ts";
import { parseVolumeFlag } from "../../engine/volume/volume-flag.ts";
import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { readEnvironment, readLabels } from "./env-files.ts";
import { parseGpus } from "./gpu-flag.ts";
import { healthFlags } from "./health-flags.ts";
import { limitFlags } from "./limit-flags.ts";
import {
  bytesRateError,
  cgroupRuleError,
  linkError,
  operationsRateError,
  searchDomainError,
  sysctlError,
  ulimitError,
  weightDeviceError,
} from "./list-flags.ts";
import { parseMount } from "./mount-flag.ts";
import { networkError, networkFlags } from "./network-flags.ts";
import { parsePorts } from "./published-ports.ts";
import { runPlatform } from "./pull-missing.ts";
import { parseRestartPolicy } from "./restart-flag.ts";

/**
 * What `docker run` and `docker create` ask of the daemon (docker/cli, cli/command/container/opts.go, parse).
 * @param args image, command, arguments
 * @throws CommandError
 */
export function runRequest(process: Process, flags: Flags, args: readonly string[]): CreateRequest {
  const [Image = "", ...Cmd] = args;
  const attached = attachFlags(flags);
  const volumes = volumeFlags(process, flags);
  const ports = parsePorts(flags.list("publish"), flags.list("expose"));
  const network = networkFlags(flags);
  const healthcheck = healthFlags(flags);
  const AutoRemove = flags.bool("rm");
  const RestartPolicy = parseRestartPolicy(flags.string("restart"), AutoRemove);
  const entrypoint = flags.string("entrypoint");
  const text = (name: string) => (flags.string(name) === "" ? undefined : flags.string(name));
  const request: CreateRequest = {
    config: {
      Image,
      ...defined({
        Hostname: text("hostname"),
        Domainname: text("domainname"),
        User: text("user"),
        WorkingDir: text("workdir"),
        StopSignal: text("stop-signal"),
        StopTimeout: flags.changed("stop-timeout") ? flags.int("stop-timeout") : undefined,
        Healthcheck: healthcheck,
        Cmd: Cmd.length > 0 ? Cmd : undefined,
        // An empty entrypoint takes the image's away.
        Entrypoint: flags.changed("entrypoint") ? [entrypoint] : undefined,
      }),
      ...attached,
      Tty: flags.bool("tty"),
      OpenStdin: flags.bool("interactive"),
      StdinOnce: flags.bool("interactive") && attached.AttachStdin,
      Env: readEnvironment(process, flags.list("env-file"), flags.list("env")),
      Labels: readLabels(process, flags.list("label-file"), flags.list("label")),
      ...(Object.keys(ports.exposed).length > 0 ? { ExposedPorts: ports.exposed } : {}),
      ...(Object.keys(volumes.anonymous).length > 0 ? { Volumes: volumes.anonymous } : {}),
    },
    hostConfig: {
      ...volumes.hostConfig,
      ...limitFlags(process, flags),
      PortBindings: ports.bindings,
      NetworkMode: network.mode,
      RestartPolicy,
      AutoRemove,
      PublishAllPorts: flags.bool("publish-all"),
      ReadonlyRootfs: flags.bool("read-only"),
      Privileged: flags.bool("privileged"),
      ConsoleSize: process.stdout.isTTY && process.tty ? [process.tty.rows, process.tty.columns] : [0, 0],
      ...(flags.changed("init") ? { Init: flags.bool("init") } : {}),
    },
    networks: network.endpoints,
  };
  return { ...request, ...defined({ name: text("name"), platform: runPlatform(flags) }) };
}

/** Values that flags turn away at once, as pflag's errors. */
export const RUN_CHECKS = {
  gpus: (value: string) => {
    const parsed = parseGpus(value);
    return typeof parsed === "string" ? parsed : undefined;
  },
  mount: (value: string) => {
    const parsed = parseMount(value);
    return typeof parsed === "string" ? parsed : undefined;
  },
  "blkio-weight-device": weightDeviceError,
  "device-cgroup-rule": cgroupRuleError,
  "device-read-bps": bytesRateError,
  "device-read-iops": operationsRateError,
  "device-write-bps": bytesRateError,
  "device-write-iops": operationsRateError,
  "dns-search": searchDomainError,
  link: linkError,
  net: networkError,
  network: networkError,
  sysctl: sysctlError,
  ulimit: ulimitError,
} as const;

interface AttachedStreams {
  readonly AttachStdin: boolean;
  readonly AttachStdout: boolean;
  readonly AttachStderr: boolean;
}

/** Without `-a`, output is attached, and input with `-i`; with `-d`, nothing is. */
function attachFlags(flags: Flags): AttachedStreams {
  const named = flags.list("attach").map((stream) => stream.toLowerCase());
  const interactive = flags.bool("interactive");
  if (named.length === 0) return { AttachStdin: interactive, AttachStdout: true, AttachStderr: true };
  return {
    AttachStdin: named.includes("stdin"),
    AttachStdout: named.includes("stdout"),
    AttachStderr: named.includes("stderr"),
  };
}

interface VolumeFlags {
  /** `-v /path`: mounted on a volume without a name. */
  readonly anonymous: Record<string, Record<string, never>>;
  readonly hostConfig: Partial<HostConfig>;
}

function readVolume(spec: string, cwd: string): ReturnType<typeof parseVolumeFlag> {
  try {
    return parseVolumeFlag(spec, cwd);
  } catch (error) {
    if (error instanceof MountSpecError) throw new CommandError(error.message);
    throw error;
  }
}

function volumeFlags(process: Process, flags: Flags): VolumeFlags {
  const anonymous: VolumeFlags["anonymous"] = {};
  const binds: string[] = [];
  for (const spec of flags.list("volume")) {
    const parsed = readVolume(spec, process.cwd);
    if ("volume" in parsed) anonymous[parsed.volume] = {};
    else binds.push(parsed.bind);
  }
  const mounts = flags.list("mount").map((value) => {
    const parsed = parseMount(value, process.cwd);
    if (typeof parsed === "string") throw new CommandError(parsed);
    return parsed;
  });
  const tmpfs = Object.fromEntries(
    flags.list("tmpfs").map((spec) => {
      const cut = spec.indexOf(":");
      return cut < 0 ? [spec, ""] : [spec.slice(0, cut), spec.slice(cut + 1)];
    }),
  );
  const from = flags.list("volumes-from");
  return {
    anonymous,
    hostConfig: {
      Binds: binds.length > 0 ? binds : null,
      VolumesFrom: from.length > 0 ? [...from] : null,
      ...(mounts.length > 0 ? { Mounts: mounts } : {}),
      ...(Object.keys(tmpfs).length > 0 ? { Tmpfs: tmpfs } : {}),
    },
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is undefined. */
function defined<T extends object>(values: T): Defined<T> {
  const kept: Defined<T> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) Object.assign(kept, { [key]: value });
  }
  return kept;
}
