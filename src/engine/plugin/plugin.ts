/** A file system that a plugin wants from its host. */
export interface PluginMount {
  Name: string;
  Description: string;
  Settable: string[] | null;
  Source: string;
  Destination: string;
  Type: string;
  Options: string[];
}

export interface PluginDevice {
  Name: string;
  Description: string;
  Settable: string[] | null;
  Path: string;
}

/** What a plugin is and wants: the API's PluginConfig, in its order (docs.docker.com, engine/extend/config). */
export interface PluginConfig {
  Args: { Description: string; Name: string; Settable: string[] | null; Value: string[] | null };
  Description: string;
  Documentation: string;
  Entrypoint: string[];
  Env: { Description: string; Name: string; Settable: string[] | null; Value: string }[];
  Interface: { Socket: string; Types: string[] };
  IpcHost: boolean;
  Linux: { AllowAllDevices: boolean; Capabilities: string[]; Devices: PluginDevice[] };
  Mounts: PluginMount[];
  Network: { Type: string };
  PidHost: boolean;
  PropagatedMount: string;
  User: Record<string, never>;
  WorkDir: string;
  rootfs: { diff_ids: string[]; type: string };
}

/** A plugin of a host: plain data. */
export interface Plugin {
  id: string;
  /** With its tag: "vieux/sshfs:latest". */
  name: string;
  /** Where it came from: "docker.io/vieux/sshfs:latest". */
  reference: string;
  enabled: boolean;
  config: PluginConfig;
  /** "DEBUG=0" */
  env: string[];
  args: string[];
  devices: PluginDevice[];
  mounts: PluginMount[];
}

/** A plugin as the API gives it (GET /plugins/{name}/json). */
export function pluginObject({ id, name, reference, enabled, config, env, args, devices, mounts }: Plugin) {
  return {
    Config: config,
    Enabled: enabled,
    Id: id,
    Name: name,
    PluginReference: reference,
    Settings: { Args: args, Devices: devices, Env: env, Mounts: mounts },
  };
}

/** What somebody must agree to before a plugin is installed (moby, daemon/pkg/plugin/backend_linux.go, computePrivileges). */
export function privilegesOf({ Network, IpcHost, PidHost, Mounts, Linux }: PluginConfig) {
  const privileges: { readonly name: string; readonly value: readonly string[] }[] = [];
  if (!["null", "bridge", ""].includes(Network.Type)) privileges.push({ name: "network", value: [Network.Type] });
  if (IpcHost) privileges.push({ name: "host ipc namespace", value: ["true"] });
  if (PidHost) privileges.push({ name: "host pid namespace", value: ["true"] });
  for (const { Source } of Mounts) privileges.push({ name: "mount", value: [Source] });
  for (const { Path } of Linux.Devices) privileges.push({ name: "device", value: [Path] });
  if (Linux.AllowAllDevices) privileges.push({ name: "allow-all-devices", value: ["true"] });
  if (Linux.Capabilities.length > 0) privileges.push({ name: "capabilities", value: Linux.Capabilities });
  return privileges;
}
