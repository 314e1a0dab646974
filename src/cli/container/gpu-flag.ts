import type { HostConfig } from "../../engine/container/container.ts";
import { csvFields, MountSpecError } from "../../engine/volume/mount-spec.ts";

type DeviceRequest = NonNullable<HostConfig["DeviceRequests"]>[number];

/**
 * Reads one `--gpus`: "all", a number, or `key=value` fields, of which one in quotes may hold commas (docker/cli,
 * opts/gpus.go).
 * @returns the request, or what is wrong with it
 */
export function parseGpus(text: string): DeviceRequest | string {
  const request: DeviceRequest = { Driver: "", Count: 0, DeviceIDs: null, Capabilities: [["gpu"]], Options: {} };
  const seen = new Set<string>();
  let fields: string[];
  try {
    fields = csvFields(text);
  } catch (error) {
    if (error instanceof MountSpecError) return error.message;
    throw error;
  }
  for (const field of fields) {
    const cut = field.indexOf("=");
    const key = cut < 0 ? "count" : field.slice(0, cut);
    const value = cut < 0 ? field : field.slice(cut + 1);
    if (seen.has(key)) return `gpu request key '${key}' can be specified only once`;
    seen.add(key);
    if (key === "count") {
      if (value !== "all" && !/^[+-]?\d+$/.test(value))
        return `invalid count (${value}): value must be either "all" or an integer: invalid syntax`;
      request.Count = value === "all" ? -1 : Number(value);
    } else if (key === "device") request.DeviceIDs = value.split(",");
    else if (key === "driver") request.Driver = value;
    else if (key === "capabilities") request.Capabilities = [[...value.split(","), "gpu"]];
    else if (key !== "options") return `unexpected key '${key}' in '${field}'`;
  }
  if (!seen.has("count") && !request.DeviceIDs) request.Count = 1;
  return request;
}
