import { ConfigurationError } from "../failures.ts";
import { isMap, type PyMap, type PyValue, pyStr } from "../python/py-value.ts";

const SPEC = /^((\[?([a-fA-F\d.:]+)\]?:)?(\d*)(?:-(\d+))?:)?(\d+)(?:-(\d+))?(\/(?:udp|tcp|sctp))?$/;

/** A port as somebody outside reaches it; null: any free one. */
interface External {
  readonly address: string | null;
  readonly port: string | null;
}

interface Ports {
  /** With their protocol where it was written. */
  readonly internal: readonly string[];
  readonly external: readonly External[] | undefined;
}

/** "8000-8001:80-81/udp" taken apart (docker-py 5.0, `split_port`). @returns an Error with its words when it is none */
export function splitPort(port: string): Ports | Error {
  const match = SPEC.exec(port);
  if (!match)
    return new Error(`Invalid port "${port}", should be [[remote_ip:]remote_port[-remote_port]:]port[/protocol]`);
  const [, published, , address, first = "", last, inner = "", innerLast, protocol = ""] = match;
  const internal = portRange(inner, innerLast, protocol);
  const single = internal.length === 1;
  const external =
    published === undefined || first === ""
      ? undefined
      : single && last !== undefined
        ? [`${first}-${last}`]
        : portRange(first, last, "");
  if (address === undefined) {
    if (external && external.length !== internal.length) return new Error("Port ranges don't match in length");
    return { internal, external: external?.map((one) => ({ address: null, port: one })) };
  }
  if (!external) return { internal, external: internal.map(() => ({ address, port: null })) };
  if (external.length !== internal.length) return new Error("Port ranges don't match in length");
  return { internal, external: external.map((one) => ({ address, port: one })) };
}

function portRange(first: string, last: string | undefined, protocol: string): string[] {
  if (last === undefined) return [first + protocol];
  const count = Math.max(0, Number(last) - Number(first) + 1);
  return Array.from({ length: count }, (_, at) => `${Number(first) + at}${protocol}`);
}

/**
 * A service's port in long form: target, published, protocol, mode, external_ip, as far as they are said
 * (compose/config/types.py, `ServicePort`).
 * @throws ConfigurationError
 */
export function portEntries(spec: PyValue): PyMap[] {
  if (isMap(spec)) {
    if ("external_ip" in spec) return [spec];
    const { target, published, protocol, mode } = spec;
    return [entry({ target, published: published === undefined ? undefined : checked(published), protocol, mode })];
  }
  const ports = splitPort(pyStr(spec));
  if (ports instanceof Error) throw new ConfigurationError(ports.message);
  return ports.internal.map((internal, at) => {
    const [target = "", protocol] = internal.split("/");
    const { address = null, port = null } = ports.external?.[at] ?? {};
    return entry({
      target: Number(target),
      published: port === null ? undefined : checked(port),
      protocol,
      external_ip: address ?? undefined,
    });
  });
}

/** @throws ConfigurationError */
function checked(published: PyValue): PyValue {
  const text = pyStr(published);
  if (/^\d+$/.test(text)) return Number(text);
  if (typeof published === "string" && /^\d+-\d+$/.test(published)) return published;
  throw new ConfigurationError(`Invalid published port: ${text}`);
}

function entry(fields: Readonly<Record<string, PyValue | undefined>>): PyMap {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
  );
}

/** "127.0.0.1:8000:80/tcp": the short form that the older files had. */
export function shortPort(port: PyMap): string {
  const { target = "", published = null, protocol = "tcp", external_ip: address = null } = port;
  const ip = address === null ? "" : `${pyStr(address)}:`;
  const outside = published === null ? "" : pyStr(published);
  const colon = published !== null || address !== null ? ":" : "";
  return `${ip}${outside}${colon}${pyStr(target)}/${pyStr(protocol)}`;
}

/** What makes two ports the same one. */
export const portKey = ({ target, published, external_ip: ip, protocol }: PyMap): string =>
  [target, published, ip, protocol].map((value) => pyStr(value ?? null)).join(" ");
