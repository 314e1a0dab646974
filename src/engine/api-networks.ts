import { headerOf } from "../kernel/http.ts";
import { type ApiCall, ApiResponse, type ApiRoute, filtersOf, first, JSON_TYPE, json } from "./api-answer.ts";
import { ApiFields, jsonBody } from "./api-fields.ts";
import { invalid } from "./errors.ts";
import { connectContainer, disconnectContainer } from "./network/connect.ts";
import { createNetwork, type NetworkRequest } from "./network/create.ts";
import { pruneNetworks, untilTime } from "./network/prune.ts";

/** An answer without a word, of status 200. */
const DONE = new ApiResponse("", "");

const fieldsOf = ({ request }: ApiCall, struct: string) =>
  new ApiFields(jsonBody(request.body, headerOf(request.headers, "content-type")), struct);

/** What makes, joins, leaves and clears away networks. */
export const NETWORK_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^\/networks\/create$/,
    answer: (engine, call) => {
      const network = createNetwork(engine, requestOf(fieldsOf(call, "CreateRequest")));
      return new ApiResponse(JSON_TYPE, json({ Id: network.id, Warning: "" }), 201);
    },
  },
  {
    method: "POST",
    path: /^\/networks\/([^/]+)\/connect$/,
    answer: (engine, call) => {
      const fields = fieldsOf(call, "ConnectRequest");
      const endpoint = fields.fields("EndpointConfig");
      const ip = endpoint.fields("IPAMConfig").text("IPv4Address");
      const aliases = endpoint.texts("Aliases");
      connectContainer(engine, first(call), fields.text("Container") ?? "", {
        ...(ip ? { ip } : {}),
        ...(aliases ? { aliases } : {}),
      });
      return DONE;
    },
  },
  {
    method: "POST",
    path: /^\/networks\/([^/]+)\/disconnect$/,
    answer: (engine, call) => {
      const fields = fieldsOf(call, "DisconnectRequest");
      disconnectContainer(engine, first(call), fields.text("Container") ?? "", fields.flag("Force") ?? false);
      return DONE;
    },
  },
  {
    method: "POST",
    path: /^\/networks\/prune$/,
    answer: (engine, { query }) => {
      const { until, ...labels } = filtersOf(query);
      const unknown = Object.keys(labels).find((key) => !["label", "label!"].includes(key));
      if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
      const before = until?.[0] === undefined ? {} : { until: untilTime(until[0], engine.clock.now()) };
      const deleted = pruneNetworks(engine, { ...labels, ...before });
      return { NetworksDeleted: deleted.length === 0 ? null : deleted };
    },
  },
];

function requestOf(fields: ApiFields): NetworkRequest {
  const ipam = fields.fields("IPAM");
  const config = ipam.list("Config").map((item) => ({
    Subnet: item.text("Subnet") ?? "",
    ...present("IPRange", item.text("IPRange")),
    ...present("Gateway", item.text("Gateway")),
  }));
  const enableIPv6 = fields.flag("EnableIPv6");
  return {
    name: fields.text("Name") ?? "",
    driver: fields.text("Driver") || "bridge",
    internal: fields.flag("Internal") ?? false,
    attachable: fields.flag("Attachable") ?? false,
    ...(enableIPv6 === undefined ? {} : { enableIPv6 }),
    ...(config.length === 0 ? {} : { ipam: { config } }),
    labels: fields.map("Labels", String) ?? {},
    options: fields.map("Options", String) ?? {},
  };
}

const present = (name: string, value: string | undefined) => (value ? { [name]: value } : {});
