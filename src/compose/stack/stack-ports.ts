import { PortSpecError, parsePortSpec } from "../../engine/network/port-spec.ts";
import { isList, isMap, scalarText, type YamlMap } from "../file/yaml/yaml-value.ts";
import { type Decode, items, pointer, port, type Struct, text } from "./stack-decode.ts";

const portFields: Struct = { mode: text, target: port, published: port, protocol: text };

/** The ports of a stack's service in long form. */
export const ports: Decode = (value, at, faults) => {
  const all = (isList(value) ? value : []).flatMap((entry) => {
    if (isMap(entry)) return [entry];
    if (typeof entry === "number" && !Number.isInteger(entry)) {
      faults.push(`'${at}' invalid type float64 for port`);
      return [];
    }
    return shortPorts(scalarText(entry));
  });
  return items(pointer(portFields))(all, at, faults);
};

/** The ports of a short form, by their names (opts/swarmopts/port.go, ConvertPortToPortConfig). */
function shortPorts(spec: string): YamlMap[] {
  return [...publishedPorts(spec)]
    .sort((a, b) => (a.port < b.port ? -1 : a.port > b.port ? 1 : 0))
    .flatMap(({ port: name, binding }) => {
      const [target = "", protocol = ""] = name.split("/");
      const [first = 0, last = first] = binding.HostPort.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, at) => ({
        mode: "ingress",
        target: Number(target),
        published: first + at,
        protocol,
      }));
    });
}

function publishedPorts(spec: string) {
  try {
    return parsePortSpec(spec);
  } catch (error) {
    if (error instanceof PortSpecError) return [];
    throw error;
  }
}

/** What the client warns of: a service listens on every address of a node. */
export function ignoredAddresses(service: YamlMap): string[] {
  return (isList(service.ports) ? service.ports : [])
    .filter((entry) => typeof entry === "string")
    .flatMap(publishedPorts)
    .filter(({ binding: { HostIp } }) => HostIp !== "" && !/^(0\.0\.0\.0|[0:]+)$/.test(HostIp))
    .map(({ port: name, binding: { HostIp, HostPort } }) => {
      const host = HostIp.includes(":") ? `[${HostIp}]` : HostIp;
      return `ignoring IP-address (${host}:${HostPort}:${name}) service will listen on '0.0.0.0'`;
    });
}
