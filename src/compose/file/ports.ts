/** A published port in long form, as both `docker compose` and `docker stack` read the short one. */
export interface PortSpec {
  readonly mode: "ingress";
  readonly hostIp?: string;
  readonly target: number;
  readonly published?: string;
  readonly protocol: string;
}

/**
 * "80", "8000:80", "127.0.0.1:8000-8005:80-85/udp": one entry for each port of a range, in the order of their texts
 * (docker/go-connections, `nat.ParsePortSpec`).
 * @returns an Error with go-connections' words when it is none
 */
export function parsePortSpec(text: string): PortSpec[] | Error {
  const { address, host, container, protocol } = split(text);
  const ip = /^\[.*\]$/.test(address) ? address.slice(1, -1) : address;
  if (ip !== "" && !isAddress(ip)) return new Error(`invalid IP address: ${ip}`);
  if (container === "") return new Error(`no port specified: ${text}<empty>`);
  const target = parseRange(container);
  if (!target) return new Error(`invalid containerPort: ${container}`);
  const published = host === "" ? undefined : parseRange(host);
  if (host !== "" && !published) return new Error(`invalid hostPort: ${host}`);
  if (!/^(tcp|udp|sctp)$/i.test(protocol)) return new Error(`invalid proto: ${protocol}`);
  const many = target.last - target.first;
  const wide = published ? published.last - published.first : 0;
  // A range for one container port is a choice; otherwise ranges go together.
  if (published && wide !== many && many !== 0)
    return new Error(`invalid ranges specified for container and host Ports: ${container} and ${host}`);
  return Array.from({ length: many + 1 }, (_, at) => ({
    mode: "ingress" as const,
    ...(ip === "" ? {} : { hostIp: ip }),
    target: target.first + at,
    ...(published ? { published: many === 0 ? host : String(published.first + at) } : {}),
    protocol: protocol.toLowerCase(),
  })).sort((a, b) => (`${a.target}/${a.protocol}` < `${b.target}/${b.protocol}` ? -1 : 1));
}

function split(text: string) {
  const slash = text.indexOf("/");
  const protocol = slash < 0 ? "tcp" : text.slice(slash + 1);
  const parts = (slash < 0 ? text : text.slice(0, slash)).split(":");
  const container = parts.pop() ?? "";
  const host = parts.pop() ?? "";
  return { address: parts.join(":"), host, container, protocol };
}

/** "80" or "80-85", each below 65536. */
export function parseRange(text: string): { readonly first: number; readonly last: number } | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= 65535 ? { first, last } : undefined;
}

function isAddress(text: string): boolean {
  const parts = text.split(".");
  if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text);
}
