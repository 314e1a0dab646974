import { parseAddress } from "../../kernel/ipv4.ts";
import { isAddress6 } from "../../kernel/ipv6.ts";
import type { PortBinding } from "../container/container.ts";
import { quote } from "../go-quote.ts";

/** A `-p` that cannot be read; `message` is go-connections'. */
export class PortSpecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PortSpecError";
  }
}

/** A port of a container and the host's port it is published on. */
export interface PortMapping {
  /** "80/tcp" */
  readonly port: string;
  /** An empty HostPort means any free one; "8000-8010" the first free of these. */
  readonly binding: PortBinding;
}

/**
 * Reads one `-p`: `80`, `8000:80`, `127.0.0.1:8081:80/tcp`, `[::1]:80:80`, `8000-8002:80-82/udp`, or
 * `target=80,published=8000` (docker/go-connections, nat.ParsePortSpec).
 * @throws PortSpecError
 */
export function parsePortSpec(text: string): PortMapping[] {
  const spec = text.includes("=") ? standardNotation(text) : text;
  const parts = spec.split(":");
  const container = parts.pop() ?? "";
  const hostPort = parts.pop() ?? "";
  const ip = parts.join(":");
  const [containerPort = "", protocolText = ""] = cut(container, "/");
  if (containerPort === "") throw new PortSpecError(`no port specified: ${spec}<empty>`);
  const protocol = (protocolText || "tcp").toLowerCase();
  if (!["tcp", "udp", "sctp"].includes(protocol)) throw new PortSpecError(`invalid proto: ${protocol}`);
  const HostIp = hostAddress(ip);
  const inner = portRange(containerPort);
  if (!inner) throw new PortSpecError(`invalid containerPort: ${containerPort}`);
  const outer = hostPort === "" ? undefined : portRange(hostPort);
  if (hostPort !== "" && !outer) throw new PortSpecError(`invalid hostPort: ${hostPort}`);
  const count = inner.end - inner.start + 1;
  if (outer && outer.end - outer.start + 1 !== count && count !== 1)
    throw new PortSpecError(`invalid ranges specified for container and host Ports: ${containerPort} and ${hostPort}`);
  return Array.from({ length: count }, (_, i) => ({
    port: `${inner.start + i}/${protocol}`,
    binding: { HostIp, HostPort: outer ? hostPortAt(outer, i, count) : "" },
  }));
}

/** All of a command line's `-p`. @throws PortSpecError */
export function parsePortSpecs(specs: readonly string[]): {
  readonly exposed: Record<string, Record<string, never>>;
  readonly bindings: Record<string, PortBinding[]>;
} {
  const exposed: Record<string, Record<string, never>> = {};
  const bindings: Record<string, PortBinding[]> = {};
  for (const { port, binding } of specs.flatMap(parsePortSpec)) {
    exposed[port] = {};
    const known = bindings[port] ?? [];
    known.push(binding);
    bindings[port] = known;
  }
  return { exposed, bindings };
}

/** Reads one `--expose`: `80`, `80/udp`, `8000-8010`. @throws PortSpecError */
export function parseExposed(text: string): string[] {
  if (text.includes(":")) throw new PortSpecError(`invalid port format for --expose: ${text}`);
  const [ports = "", protocol = ""] = cut(text, "/");
  const range = portRange(ports);
  if (!range) throw new PortSpecError(`invalid range format for --expose: ${text}, error: ${rangeProblem(ports)}`);
  return Array.from({ length: range.end - range.start + 1 }, (_, i) => `${range.start + i}/${protocol || "tcp"}`);
}

interface PortRange {
  readonly start: number;
  readonly end: number;
}

/** One port, or `start-end`; undefined when it is neither. */
export function portRange(text: string): PortRange | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return undefined;
  const start = Number(match[1]);
  const end = Number(match[2] ?? match[1]);
  return start > 65535 || end > 65535 || end < start ? undefined : { start, end };
}

/** What go-connections' ParsePortRange says of what is no range. */
function rangeProblem(text: string): string {
  if (text === "") return "empty string specified for ports";
  const cut = text.indexOf("-");
  const parts = cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
  for (const part of parts) {
    const fail = (why: string) => `strconv.ParseUint: parsing ${quote(part)}: ${why}`;
    if (!/^\d+$/.test(part)) return fail("invalid syntax");
    if (Number(part) > 65535) return fail("value out of range");
  }
  return `invalid range specified for port: ${text}`;
}

function hostPortAt({ start, end }: PortRange, index: number, count: number): string {
  return count === 1 && start !== end ? `${start}-${end}` : String(start + index);
}

function hostAddress(text: string): string {
  if (text === "") return "";
  if (text.startsWith("[") && !text.endsWith("]"))
    throw new PortSpecError(`invalid IP address ${text}: address ${text}:: missing ']' in address`);
  const address = text.startsWith("[") ? text.slice(1, -1) : text;
  if (parseAddress(address) === undefined && !isAddress6(address))
    throw new PortSpecError(`invalid IP address: ${address}`);
  return address;
}

/** docker/cli's `--publish target=80,published=8000,protocol=tcp`, as `8000:80/tcp`. */
function standardNotation(text: string): string {
  const values: Record<string, string> = { protocol: "tcp" };
  for (const field of text.split(",")) {
    const [key = "", value] = cut(field, "=");
    if (value === undefined)
      throw new PortSpecError(`invalid publish opts format (should be name=value but got '${field}')`);
    values[key] = value;
  }
  const target = `${values.target ?? ""}/${values.protocol}`;
  return values.published ? `${values.published}:${target}` : target;
}

function cut(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + at.length)];
}
