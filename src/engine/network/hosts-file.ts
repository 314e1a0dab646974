import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { isUserDefined } from "./network.ts";

/** Where the daemon keeps what it writes for a container: `docker inspect` shows these paths. */
export const containerDirectory = (container: Pick<Container, "id">) => `/var/lib/docker/containers/${container.id}`;

const HOSTS_HEAD = [
  "127.0.0.1\tlocalhost",
  "::1\tlocalhost ip6-localhost ip6-loopback",
  "fe00::\tip6-localnet",
  "ff00::\tip6-mcastprefix",
  "ff02::1\tip6-allnodes",
  "ff02::2\tip6-allrouters",
];

/**
 * Writes hosts, hostname and resolv.conf for a container that is about to start, on the host, from where they are
 * mounted into it (Docker's documentation, "Networking overview", "DNS services").
 */
export function writeNetworkFiles(engine: Engine, container: Container): void {
  const { files } = engine.ports.host;
  const folder = containerDirectory(container);
  files.mkdir(folder, { recursive: true, mode: 0o710 });
  // One that is in another's network has that one's files (moby, initializeNetworkingPaths).
  const lender = engine.state.containers[/^container:(.+)$/.exec(container.hostConfig.NetworkMode)?.[1] ?? ""];
  if (lender && files.exists(`${containerDirectory(lender)}/hosts`)) {
    for (const name of ["hostname", "resolv.conf", "hosts"])
      files.writeFile(`${folder}/${name}`, files.readFile(`${containerDirectory(lender)}/${name}`));
    return;
  }
  files.writeFile(`${folder}/hostname`, `${container.config.Hostname}\n`);
  files.writeFile(`${folder}/resolv.conf`, resolvConf(engine, container));
  files.writeFile(`${folder}/hosts`, hosts(engine, container));
}

/** Takes them away with the container. */
export function removeNetworkFiles(engine: Engine, container: Container): void {
  const { files } = engine.ports.host;
  const folder = containerDirectory(container);
  if (files.exists(folder)) files.remove(folder);
}

function hosts(engine: Engine, container: Container): string {
  const { files } = engine.ports.host;
  // A container in the host's network sees the host's own names.
  if (container.hostConfig.NetworkMode === "host" && files.exists("/etc/hosts"))
    return `${files.readFile("/etc/hosts")}${extraHosts(engine, container).map(line).join("")}`;
  const { Hostname, Domainname } = container.config;
  const own = [Domainname === "" ? "" : `${Hostname}.${Domainname}`, Hostname].filter((name) => name !== "").join(" ");
  const addresses = Object.values(container.networks).flatMap(({ IPAddress, GlobalIPv6Address }) =>
    [IPAddress, GlobalIPv6Address].filter((address) => address !== ""),
  );
  return [
    ...HOSTS_HEAD,
    ...links(engine, container),
    ...extraHosts(engine, container),
    ...addresses.map((address) => `${address}\t${own}`),
  ]
    .map(line)
    .join("");
}

const line = (text: string) => `${text}\n`;

/** `--add-host`; `host-gateway` is the address of the default bridge. */
function extraHosts(engine: Engine, container: Container): string[] {
  return (container.hostConfig.ExtraHosts ?? []).map((entry) => {
    const [, name = "", address = ""] = /^([^:=]+)[:=](.*)$/.exec(entry) ?? [];
    return `${address === "host-gateway" ? bridgeGateway(engine) : address.replace(/^\[|\]$/g, "")}\t${name}`;
  });
}

function bridgeGateway(engine: Engine): string {
  const bridge = Object.values(engine.state.networks).find(({ name }) => name === "bridge");
  return bridge?.ipam.config?.[0]?.Gateway ?? "172.17.0.1";
}

/** `--link` on the default bridge: the other's names beside its address. */
function links(engine: Engine, container: Container): string[] {
  return (container.links ?? []).flatMap(({ alias, id }) => {
    const other = engine.state.containers[id];
    const address = other?.networks.bridge?.IPAddress;
    if (!other || !address) return [];
    return [`${address}\t${[...new Set([alias, other.config.Hostname, other.name])].join(" ")}`];
  });
}

/** `db:database`, or as inspect shows it, `/db:/web/database`. */
export function parseLink(link: string): { target: string; alias: string } {
  const [target = "", alias = target] = link.split(":");
  return { target: target.replace(/^\//, ""), alias: alias.replace(/^.*\//, "") };
}

function resolvConf(engine: Engine, container: Container): string {
  const { files } = engine.ports.host;
  const path = "/etc/resolv.conf";
  const own = files.exists(path) ? files.readFile(path) : "";
  if (container.hostConfig.NetworkMode === "host") return own;
  const of = (key: string) => own.split("\n").flatMap((text) => new RegExp(`^${key}\\s+(.*\\S)`).exec(text)?.[1] ?? []);
  const asked = container.hostConfig.Dns ?? [];
  // A nameserver on the host's loopback means something else inside a container.
  const servers = asked.length > 0 ? asked : of("nameserver").filter((server) => !server.startsWith("127."));
  const { DnsSearch = [], DnsOptions = [] } = container.hostConfig;
  // A single dot takes the host's domains away.
  const domains = DnsSearch.length > 0 ? DnsSearch.filter((domain) => domain !== ".") : of("search");
  const options = DnsOptions.length > 0 ? DnsOptions : of("options");
  const overridden = { nameservers: asked, search: DnsSearch, options: DnsOptions };
  const overrides = Object.entries(overridden).flatMap(([what, values]) => (values.length > 0 ? what : []));
  const search = domains.length > 0 ? [`search ${domains.join(" ")}`] : [];
  const hasDots = options.some((option) => /(^|\s)ndots:/.test(option));
  const dotsFrom = DnsOptions.length > 0 ? "override" : "host";
  const head = [
    "# Generated by Docker Engine.",
    "# This file can be edited; Docker Engine will not make further changes once it",
    "# has been modified.",
    "",
  ];
  const inner = Object.keys(container.networks).some((name) => isUserDefined({ name }));
  const body = inner
    ? [
        "nameserver 127.0.0.11",
        ...search,
        `options ${[...options, ...(hasDots ? [] : ["ndots:0"])].join(" ")}`,
        "",
        "# Based on host file: '/etc/resolv.conf' (internal resolver)",
        // The host's own are asked from its network (libnetwork/internal/resolvconf, TransformForIntNS).
        `# ExtServers: [${servers.map((server) => (asked.length > 0 ? server : `host(${server})`)).join(" ")}]`,
        `# Overrides: [${overrides.join(" ")}]`,
        `# Option ndots from: ${hasDots ? dotsFrom : "internal"}`,
      ]
    : [
        ...servers.map((server) => `nameserver ${server}`),
        ...search,
        ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
        "",
        "# Based on host file: '/etc/resolv.conf' (legacy)",
        `# Overrides: [${overrides.join(" ")}]`,
        ...(hasDots ? [`# Option ndots from: ${dotsFrom}`] : []),
      ];
  return [...head, ...body].map(line).join("");
}

/** Adds the address of a network that a running container joins. */
export function addHostsEntry(engine: Engine, container: Container, address: string): void {
  editHosts(engine, container, (text) => (address === "" ? text : `${text}${address}\t${container.config.Hostname}\n`));
}

/** Takes the line of a network that a running container leaves. */
export function removeHostsEntry(engine: Engine, container: Container, address: string): void {
  editHosts(engine, container, (text) =>
    text
      .split("\n")
      .filter((entry) => !entry.startsWith(`${address}\t${container.config.Hostname}`))
      .join("\n"),
  );
}

/** Takes the line of a link away. */
export function removeHostsName(engine: Engine, container: Container, alias: string): void {
  editHosts(engine, container, (text) =>
    text
      .split("\n")
      .filter((entry) => entry.split(/[\t ]/)[1] !== alias)
      .join("\n"),
  );
}

function editHosts(engine: Engine, container: Container, edit: (text: string) => string): void {
  const path = `${containerDirectory(container)}/hosts`;
  const { files } = engine.ports.host;
  // Before the first start there is no file yet; the start writes a whole one.
  if (!engine.live.has(container.id) || !files.exists(path)) return;
  files.writeFile(path, edit(files.readFile(path)));
}

/** Addresses that a hosts file gives a name. */
export function lookUpHosts(text: string, name: string): string[] {
  const wanted = name.toLowerCase();
  return text.split("\n").flatMap((entry) => {
    const [address = "", ...names] = entry.replace(/#.*/, "").trim().split(/\s+/);
    return names.some((other) => other.toLowerCase() === wanted) ? [address] : [];
  });
}
