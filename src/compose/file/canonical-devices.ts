import { isList, isMap, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** Requests for devices as `gpus` and reservations have them: `all`, and what says nothing, is as many as there are. */
export function deviceRequests(value: YamlValue): YamlValue {
  const requests: YamlValue = value === "all" ? [{ count: "all" }] : value;
  return isList(requests) ? requests.map((request) => (isMap(request) ? counted(request) : request)) : requests;
}

function counted(request: YamlMap): YamlMap {
  const count = request.count ?? (request.device_ids === undefined ? "all" : undefined);
  return count === undefined ? request : { ...request, count: count === "all" ? -1 : count };
}
