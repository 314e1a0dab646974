import { FileError } from "./filesystem.ts";
import { HARDWARE } from "./hardware.ts";
import { type FileSpec, liveDirectory } from "./layer.ts";
import type { Machine } from "./machine.ts";

/** What a host's kernel begins with; those of a namespace begin so in each. Tabs stand between several numbers. */
const DEFAULTS: Readonly<Record<string, string>> = {
  "fs.file-max": "9223372036854775807",
  "fs.inotify.max_user_instances": "128",
  "fs.inotify.max_user_watches": "65536",
  "fs.mqueue.msg_max": "10",
  "fs.mqueue.msgsize_max": "8192",
  "fs.mqueue.queues_max": "256",
  "kernel.domainname": "(none)",
  "kernel.msgmax": "8192",
  "kernel.msgmnb": "16384",
  "kernel.msgmni": "32000",
  "kernel.osrelease": HARDWARE.kernel,
  "kernel.ostype": "Linux",
  "kernel.pid_max": "4194304",
  "kernel.sem": "32000\t1024000000\t500\t32000",
  "kernel.shm_rmid_forced": "0",
  "kernel.shmall": "18446744073692774399",
  "kernel.shmmax": "18446744073692774399",
  "kernel.shmmni": "4096",
  "net.core.somaxconn": "4096",
  "net.ipv4.conf.all.forwarding": "1",
  "net.ipv4.conf.all.rp_filter": "0",
  "net.ipv4.icmp_echo_ignore_all": "0",
  "net.ipv4.ip_default_ttl": "64",
  "net.ipv4.ip_forward": "1",
  "net.ipv4.ip_local_port_range": "32768\t60999",
  "net.ipv4.ip_unprivileged_port_start": "1024",
  "net.ipv4.ping_group_range": "1\t0",
  "net.ipv4.tcp_fin_timeout": "60",
  "net.ipv4.tcp_keepalive_time": "7200",
  "net.ipv4.tcp_syncookies": "1",
  "net.ipv4.tcp_tw_reuse": "2",
  "net.ipv6.conf.all.disable_ipv6": "0",
  "net.ipv6.conf.all.forwarding": "0",
  "vm.max_map_count": "65530",
  "vm.overcommit_memory": "0",
  "vm.swappiness": "60",
};

/** Those that tell, and cannot be told. */
const FIXED: ReadonlySet<string> = new Set(["kernel.osrelease", "kernel.ostype"]);

/** Whether a setting is of a namespace (sysctl(8), namespaces(7)): the others are the host's. */
const isNamespaced = (name: string) => /^(?:net\.|fs\.mqueue\.|kernel\.(?:domainname|msg|sem|shm))/.test(name);

/** The kernel's settings as a machine sees them, by sysctl's names. */
export class SystemSettings {
  readonly #values: Map<string, string>;
  readonly #host: SystemSettings | undefined;

  /** Whether /proc/sys is mounted so that nobody can write there. */
  readonly readOnly: boolean;

  /** @param given of a container: `host`, the settings of the computer under it; `values`, what its namespaces begin with */
  constructor(
    given: {
      readonly host?: SystemSettings;
      readonly values?: Readonly<Record<string, string>>;
      readonly readOnly?: boolean;
    } = {},
  ) {
    this.#host = given.host;
    this.#values = new Map(Object.entries(given.values ?? {}));
    this.readOnly = given.readOnly ?? false;
  }

  /** Undefined when there is no such setting. */
  get(name: string): string | undefined {
    if (this.#host && !isNamespaced(name)) return this.#host.get(name);
    return this.#values.get(name) ?? DEFAULTS[name];
  }

  names(): string[] {
    return [...new Set([...Object.keys(DEFAULTS), ...this.#values.keys()])];
  }

  /** @throws FileError EROFS */
  set(name: string, value: string): void {
    if (this.readOnly) throw new FileError("EROFS", `/proc/sys/${name.replaceAll(".", "/")}`);
    // Opening a file to write empties it first, which these do not take.
    if (value.trim() === "") return;
    if (this.#host && !isNamespaced(name)) this.#host.set(name, value);
    else this.#values.set(name, value.trim().split(/\s+/).join("\t"));
  }
}

/** /proc/sys: a file a setting, in directories by the parts of its name. */
export function settingFiles(machine: Machine): FileSpec {
  const { settings = new SystemSettings() } = machine;
  return liveDirectory(() => {
    const hostname: FileSpec = {
      kind: "file",
      mode: 0o644,
      device: {
        read: () => `${machine.hostname}\n`,
        write: (text) => {
          if (settings.readOnly) throw new FileError("EROFS", "/proc/sys/kernel/hostname");
          machine.hostname = text.trim() || machine.hostname;
        },
      },
    };
    return below(settings, settings.names(), "", { "kernel.hostname": hostname });
  });
}

function below(
  settings: SystemSettings,
  names: readonly string[],
  prefix: string,
  more: Readonly<Record<string, FileSpec>>,
): Record<string, FileSpec> {
  const entries: Record<string, FileSpec> = {};
  for (const name of [...names, ...Object.keys(more)].sort()) {
    if (!name.startsWith(prefix)) continue;
    const [part = "", ...rest] = name.slice(prefix.length).split(".");
    if (rest.length === 0) entries[part] = more[name] ?? settingFile(settings, name);
    else entries[part] ??= liveDirectory(() => below(settings, names, `${prefix}${part}.`, more));
  }
  return entries;
}

function settingFile(settings: SystemSettings, name: string): FileSpec {
  const fixed = FIXED.has(name);
  return {
    kind: "file",
    mode: fixed ? 0o444 : 0o644,
    device: {
      read: () => `${settings.get(name) ?? ""}\n`,
      ...(fixed ? {} : { write: (text: string) => settings.set(name, text) }),
    },
  };
}
