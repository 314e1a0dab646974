import type { PortBinding } from "../../engine/container/container.ts";
import { CommandError } from "../command.ts";

/** What `-p` and `--expose` ask for, as the API takes it. */
export interface PortRequest {
  readonly exposed: Record<string, Record<string, never>>;
  readonly bindings: Record<string, PortBinding[]>;
}

/**
 * Reads `-p` values (`8000:80`, `127.0.0.1::80/udp`, `5000-5001:5000-5001`, `published=8080,target=80`) and `--expose`
 * values, in the words of go-connections/nat.
 * @throws CommandError
 */
export function parsePorts(published: readonly string[], expose: readonly string[]): PortRequest {
  const exposed: PortRequest["exposed"] = {};
  const bindings: PortRequest["bindings"] = {};
  for (const spec of published) {
    for (const { port, binding } of parsePublished(spec.includes("=") ? shortForm(spec) : spec)) {
      exposed[port] = {};
      bindings[port] = [...(bindings[port] ?? []), binding];
    }
  }
  for (const spec of expose) {
    if (spec.includes(":")) throw new CommandError(`invalid port format for --expose: ${spec}`);
    const { range: text, protocol } = splitProtocol(spec);
    const range = parseRange(text);
    if (!range)
      throw new CommandError(`invalid range format for --expose: ${spec}, error: invalid port range: ${text}`);
    for (let port = range.first; port <= range.last; port++) exposed[`${port}/${protocol}`] = {};
  }
  return { exposed, bindings };
}

function parsePublished(spec: string): { port: string; binding: PortBinding }[] {
  const parts = spec.split(":");
  const inner = parts.pop() ?? "";
  const hostPort = parts.pop() ?? "";
  const { range: containerPort, protocol } = splitProtocol(inner);
  if (!["tcp", "udp", "sctp"].includes(protocol)) throw new CommandError(`invalid proto: ${protocol}`);
  const HostIp = hostAddress(parts.join(":"));
  if (containerPort === "") throw new CommandError(`no port specified: ${spec}<empty>`);
  const container = parseRange(containerPort);
  if (!container) throw new CommandError(`invalid containerPort: ${containerPort}`);
  const host = hostPort === "" ? undefined : parseRange(hostPort);
  if (hostPort !== "" && !host) throw new CommandError(`invalid hostPort: ${hostPort}`);
  const count = container.last - container.first;
  if (host && host.last - host.first !== count && count > 0)
    throw new CommandError(`invalid ranges specified for container and host Ports: ${containerPort} and ${hostPort}`);
  return Array.from({ length: count + 1 }, (_, index) => {
    // A single port of the container may take any of a range of the host's.
    const HostPort = !host ? "" : count === 0 && host.last > host.first ? hostPort : String(host.first + index);
    return { port: `${container.first + index}/${protocol}`, binding: { HostIp, HostPort } };
  });
}

function splitProtocol(text: string): { range: string; protocol: string } {
  const slash = text.indexOf("/");
  if (slash < 0) return { range: text, protocol: "tcp" };
  return { range: text.slice(0, slash), protocol: text.slice(slash + 1).toLowerCase() || "tcp" };
}

function hostAddress(text: string): string {
  const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (address !== "" && !isAddress(address)) throw new CommandError(`invalid IP address: ${address}`);
  return address;
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (four) return four.slice(1).every((part) => Number(part) <= 255);
  return /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text) && /^(?:(?!.*::.*::)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})$/i.test(text);
}

function parseRange(text: string): { first: number; last: number } | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  return match && last >= first && last <= 65535 ? { first, last } : undefined;
}

/** `published=8080,target=80,protocol=udp` as `8080:80/udp`. */
function shortForm(spec: string): string {
  let published = "";
  let target = "";
  let protocol = "tcp";
  for (const field of spec.split(",")) {
    const [key = "", value = ""] = field.split("=");
    if (key === "published") published = `${value}:`;
    else if (key === "target") target = value;
    else if (key === "protocol") protocol = value;
    else throw new CommandError(`invalid publish opts format (should be name=value but got '${field}')`);
  }
  return `${published}${target}/${protocol}`;
}
