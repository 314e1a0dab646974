import { BuildError } from "./build-error.ts";

/**
 * The ports that a word of EXPOSE means: "80", "80/udp", "8000-8002"; an address or a port of the host before them is
 * read and counts for nothing (buildkit, dockerfile2llb/convert_expose.go).
 * @throws BuildError without lines
 */
export function exposedPorts(word: string): string[] {
  const parts = word.split(":");
  const container = parts.at(-1) ?? "";
  const host = parts.at(-2) ?? "";
  const address = parts.slice(0, -2).join(":");
  const cut = container.indexOf("/");
  const port = cut < 0 ? container : container.slice(0, cut);
  const protocol = (cut < 0 ? "" : container.slice(cut + 1)).toLowerCase() || "tcp";
  if (port === "") throw new BuildError(`no port specified: ${container}<empty>`);
  if (!["tcp", "udp", "sctp"].includes(protocol)) throw new BuildError(`invalid proto: ${protocol}`);
  if (address !== "" && !isAddress(address)) throw new BuildError(`invalid IP address: ${address}`);
  const range = portRange(port);
  if (!range) throw new BuildError(`invalid containerPort: ${port}`);
  const hostRange = host === "" ? range : portRange(host);
  if (!hostRange) throw new BuildError(`invalid hostPort: ${host}`);
  const count = range.last - range.first;
  if (count !== 0 && count !== hostRange.last - hostRange.first)
    throw new BuildError(`invalid ranges specified for container and host Ports: ${port} and ${host}`);
  return Array.from({ length: count + 1 }, (_, i) => `${range.first + i}/${protocol}`);
}

function portRange(text: string): { first: number; last: number } | undefined {
  const [, from = "", to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return from === "" || first > 65535 || last > 65535 || last < first ? undefined : { first, last };
}

const isAddress = (text: string): boolean =>
  /^\d+(\.\d+){3}$/.test(text)
    ? text.split(".").every((part) => Number(part) < 256)
    : /^\[[0-9a-f:.]+\]$|^[0-9a-f:.]+$/i.test(text) && text.includes(":");
