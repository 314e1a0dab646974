import type { PortSummary } from "../../engine/container/list.ts";

/**
 * Ports as `docker ps` shows them (docker/cli, formatter.DisplayablePorts): sorted, neighbours of the same number inside
 * and outside folded into ranges, and those with another number outside last.
 */
export function displayPorts(ports: readonly PortSummary[]): string {
  const sorted = [...ports].sort(compare);
  const groups = new Map<string, { first: number; last: number }>();
  const groupKeys: string[] = [];
  const result: string[] = [];
  const mapped: string[] = [];
  for (const { IP, PrivatePort, PublicPort, Type } of sorted) {
    let key = Type;
    if (IP !== undefined && IP !== "" && PublicPort !== undefined) {
      if (PublicPort !== PrivatePort) {
        mapped.push(`${joined(IP, PublicPort)}->${PrivatePort}/${Type}`);
        continue;
      }
      key = `${IP}/${Type}`;
    }
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { first: PrivatePort, last: PrivatePort });
      groupKeys.push(key);
    } else if (PrivatePort === group.last + 1) group.last = PrivatePort;
    else {
      result.push(groupText(key, group));
      groups.set(key, { first: PrivatePort, last: PrivatePort });
    }
  }
  for (const key of groupKeys) {
    const group = groups.get(key);
    if (group) result.push(groupText(key, group));
  }
  return [...result, ...mapped].join(", ");
}

function groupText(key: string, { first, last }: { first: number; last: number }): string {
  const slash = key.lastIndexOf("/");
  const type = key.slice(slash + 1);
  const range = first === last ? String(first) : `${first}-${last}`;
  if (slash < 0) return `${range}/${type}`;
  return `${joined(key.slice(0, slash), range)}->${range}/${type}`;
}

const joined = (ip: string, port: string | number) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);

function compare(a: PortSummary, b: PortSummary): number {
  return (
    a.PrivatePort - b.PrivatePort ||
    order(a.IP ?? "", b.IP ?? "") ||
    (a.PublicPort ?? 0) - (b.PublicPort ?? 0) ||
    order(a.Type, b.Type)
  );
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
