import { PortSpecError, parsePortSpec } from "../../engine/network/port-spec.ts";
import type { PublishedPort } from "../../swarm/service.ts";

/**
 * Ports of `--publish`, in its short form (`8080:80/tcp`, `8080-8082:80-82`) and its long one
 * (`published=8080,target=80,mode=host`); or what is wrong with it, in the client's words (docker/cli, opts/swarmopts/port.go).
 */
export function parsePublish(text: string): PublishedPort[] | string {
  return text.includes("=") ? longForm(text) : shortForm(text);
}

function longForm(text: string): PublishedPort[] | string {
  const port: PublishedPort = { protocol: "tcp", targetPort: 0, publishedPort: 0, mode: "ingress" };
  for (const field of text.split(",")) {
    const [key = "", value] = field.split("=");
    if (value === undefined) return `invalid field: ${field}`;
    switch (key.toLowerCase()) {
      case "protocol":
        if (value !== "tcp" && value !== "udp") return `invalid protocol value '${value}'`;
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
        const name = key.toLowerCase();
        if (number === undefined)
          return `invalid ${name} port (${value}): value must be an integer: ${/^\d+$/.test(value) ? "value out of range" : "invalid syntax"}`;
        if (name === "target") port.targetPort = number;
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
      if (protocol !== "tcp" && protocol !== "udp") return `invalid proto: ${protocol}`;
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
