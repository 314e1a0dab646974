import { boolFlag, describeFlag, type Flag, intFlag, listFlag, stringFlag } from "./flag.ts";

/** What `create` knows whatever the driver (docker/machine, commands/create.go). */
const SHARED: readonly Flag[] = [
  stringFlag("driver, d", "Driver to create machine with.", { value: "virtualbox", variable: "MACHINE_DRIVER" }),
  stringFlag("engine-install-url", "Custom URL to use for engine installation", {
    value: "https://get.docker.com",
    variable: "MACHINE_DOCKER_INSTALL_URL",
  }),
  listFlag("engine-opt", "Specify arbitrary flags to include with the created engine in the form flag=value"),
  listFlag("engine-insecure-registry", "Specify insecure registries to allow with the created engine"),
  listFlag("engine-registry-mirror", "Specify registry mirrors to use", { variable: "ENGINE_REGISTRY_MIRROR" }),
  listFlag("engine-label", "Specify labels for the created engine"),
  stringFlag("engine-storage-driver", "Specify a storage driver to use with the engine"),
  listFlag("engine-env", "Specify environment variables to set in the engine"),
  boolFlag("swarm", "Configure Machine to join a Swarm cluster"),
  stringFlag("swarm-image", "Specify Docker image to use for Swarm", {
    value: "swarm:latest",
    variable: "MACHINE_SWARM_IMAGE",
  }),
  boolFlag("swarm-master", "Configure Machine to be a Swarm master"),
  stringFlag("swarm-discovery", "Discovery service to use with Swarm"),
  stringFlag("swarm-strategy", "Define a default scheduling strategy for Swarm", { value: "spread" }),
  listFlag("swarm-opt", "Define arbitrary flags for Swarm master"),
  listFlag("swarm-join-opt", "Define arbitrary flags for Swarm join"),
  stringFlag("swarm-host", "ip/socket to listen on for Swarm master", { value: "tcp://0.0.0.0:3376" }),
  stringFlag("swarm-addr", "addr to advertise for Swarm (default: detect and use the machine IP)"),
  boolFlag("swarm-experimental", "Enable Swarm experimental features"),
  listFlag("tls-san", "Support extra SANs for TLS certs"),
];

const text = (name: string, usage: string, variable: string, value = "") =>
  stringFlag(`virtualbox-${name}`, usage, { variable: `VIRTUALBOX_${variable}`, value });
const number = (name: string, usage: string, variable: string, value: number) =>
  intFlag(`virtualbox-${name}`, usage, { variable: `VIRTUALBOX_${variable}`, value: String(value) });
const yes = (name: string, usage: string, variable: string) =>
  boolFlag(`virtualbox-${name}`, usage, { variable: `VIRTUALBOX_${variable}` });

/** What the driver virtualbox adds (drivers/virtualbox/virtualbox.go). */
const VIRTUALBOX: readonly Flag[] = [
  number("memory", "Size of memory for host in MB", "MEMORY_SIZE", 1024),
  number("cpu-count", "number of CPUs for the machine (-1 to use the number of CPUs available)", "CPU_COUNT", 1),
  number("disk-size", "Size of disk for host in MB", "DISK_SIZE", 20_000),
  text(
    "boot2docker-url",
    "The URL of the boot2docker image. Defaults to the latest available version",
    "BOOT2DOCKER_URL",
  ),
  text("import-boot2docker-vm", "The name of a Boot2Docker VM to import", "BOOT2DOCKER_IMPORT_VM"),
  yes("host-dns-resolver", "Use the host DNS resolver", "HOST_DNS_RESOLVER"),
  text("nat-nictype", "Specify the Network Adapter Type", "NAT_NICTYPE", "82540EM"),
  text("hostonly-cidr", "Specify the Host Only CIDR", "HOSTONLY_CIDR", "192.168.99.1/24"),
  text("hostonly-nictype", "Specify the Host Only Network Adapter Type", "HOSTONLY_NIC_TYPE", "82540EM"),
  text("hostonly-nicpromisc", "Specify the Host Only Network Adapter Promiscuous Mode", "HOSTONLY_NIC_PROMISC", "deny"),
  text("ui-type", "Specify the UI Type: (gui|sdl|headless|separate)", "UI_TYPE", "headless"),
  yes("hostonly-no-dhcp", "Disable the Host Only DHCP Server", "HOSTONLY_NO_DHCP"),
  yes("no-share", "Disable the mount of your home directory", "NO_SHARE"),
  yes("no-dns-proxy", "Disable proxying all DNS requests to the host", "NO_DNS_PROXY"),
  yes(
    "no-vtx-check",
    "Disable checking for the availability of hardware virtualization before the vm is started",
    "NO_VTX_CHECK",
  ),
  text(
    "share-folder",
    "Mount the specified directory instead of the default home location. Format: dir:name",
    "SHARE_FOLDER",
  ),
];

/** All of them, as the help lists them. */
export const CREATE_FLAGS: readonly Flag[] = [...SHARED, ...VIRTUALBOX].sort((a, b) =>
  describeFlag(a) < describeFlag(b) ? -1 : 1,
);

/** Flags that a machine's record keeps, and that nothing in the lab follows. */
export const ONLY_NOTED: readonly string[] = CREATE_FLAGS.flatMap(({ names: [name = ""] }) =>
  /^(virtualbox-(?!boot2docker-url)|engine-(?!label|install-url)|tls-san)/.test(name) ? [name] : [],
);
