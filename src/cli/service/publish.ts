import { PortSpecError, parsePortSpec } from "../../engine/network/port-spec.ts";
import type { PublishedPort } from "../../swarm/service.ts";

/**
 * Ports of `--publish`, in its short form (`8080:80/tcp`, `8080-8082:80-82`) and its long one
 * (`published=8080,target=80,mode=host`); or what is wrong with it, in the client's words (docker/cli, opts/swarmopts/port.go).
 */
export function parsePublish(text: string): PublishedPort[] | string {
  return /\w+=\w+(?:,\w+=\w+)*/.test(text) ? longForm(text) : shortForm(text);
}

const isProtocol = (text: string): text is PublishedPort["protocol"] => ["tcp", "udp", "sctp"].includes(text);

function longForm(text: string): PublishedPort[] | string {
  const port: PublishedPort = { protocol: "tcp", targetPort: 0, publishedPort: 0, mode: "ingress" };
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 1) return `invalid field: ${field}`;
    const key = field.slice(0, cut).toLowerCase();
    const value = field.slice(cut + 1).toLowerCase();
    switch (key) {
      case "protocol":
        if (!isProtocol(value)) return `invalid protocol value '${value}'`;
        port.protocol = value;
        break;
      case "mode":
        if (value !== "ingress" && value !== "host")
          return `invalid publish mode value (${value}): must be either 'ingress' or 'host'`;
        port.mode = value;
        break;
      case "target":
      case "published": {
        const number = portNumber(value);
        if (number === undefined)
          return `invalid ${key} port (${value}): value must be an integer: ${/^\d+$/.test(value) ? "value out of range" : "invalid syntax"}`;
        if (key === "target") port.targetPort = number;
        else port.publishedPort = number;
        break;
      }
      default:
        return `invalid field key: ${key}`;
    }
  }
  return port.targetPort === 0 ? "missing mandatory field 'target'" : [port];
}

function shortForm(text: string): PublishedPort[] | string {
  try {
    const mappings = parsePortSpec(text);
    if (mappings.some(({ binding }) => binding.HostIp !== "")) return "hostip is not supported";
    const ports: PublishedPort[] = [];
    for (const { port, binding } of mappings) {
      const [target = "", protocol = ""] = port.split("/");
      if (!isProtocol(protocol)) return `invalid proto: ${protocol}`;
      // One port of a container on several of the hosts': each of them leads there.
      const [first = 0, last = first] = binding.HostPort.split("-").map(Number);
      for (let publishedPort = first; publishedPort <= last; publishedPort++)
        ports.push({ protocol, targetPort: Number(target), publishedPort, mode: "ingress" });
    }
    return ports;
  } catch (error) {
    if (error instanceof PortSpecError) return error.message;
    throw error;
  }
}

function portNumber(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}
