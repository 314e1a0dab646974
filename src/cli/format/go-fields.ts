/** Fields that the API leaves out when they are empty, and what Go has there: a typed template still finds them. */
export const OMITTED: Readonly<Record<string, "pointer" | "map" | "list" | "" | false | 0>> = {
  Annotations: "map",
  Args: "list",
  ArgsEscaped: false,
  Author: "",
  CapabilityAdd: "list",
  CapabilityDrop: "list",
  Cluster: "pointer",
  Cmd: "list",
  Command: "list",
  Comment: "",
  Configs: "list",
  Constraints: "list",
  Entrypoint: "list",
  Env: "list",
  ExposedPorts: "map",
  Groups: "list",
  Health: "pointer",
  Healthcheck: "pointer",
  Hosts: "list",
  Init: "pointer",
  Leader: false,
  Managers: 0,
  Mounts: "list",
  NetworkDisabled: false,
  Nodes: 0,
  OnBuild: "list",
  Preferences: "list",
  Secrets: "list",
  Shell: "list",
  SizeRootFs: "pointer",
  SizeRw: "pointer",
  StopSignal: "",
  StopTimeout: "pointer",
  Sysctls: "map",
  Tmpfs: "map",
  User: "",
  VirtualIPs: "list",
  Volumes: "map",
  WorkingDir: "",
};

/** Fields whose null is a pointer's; others' is a list's or a map's. */
export const POINTERS: ReadonlySet<string> = new Set([
  "GwPriority",
  "Healthcheck",
  "IPAMConfig",
  "Init",
  "MemorySwappiness",
  "OomKillDisable",
  "PidsLimit",
  "StopTimeout",
]);

/** The fields of a container's Config in Go's order (moby, api/types/container/config.go). */
export const CONFIG_FIELDS: readonly string[] = (
  "Hostname Domainname User AttachStdin AttachStdout AttachStderr ExposedPorts Tty OpenStdin StdinOnce Env Cmd " +
  "Healthcheck ArgsEscaped Image Volumes WorkingDir Entrypoint NetworkDisabled OnBuild Labels StopSignal StopTimeout Shell"
).split(" ");
