import type { ComposeFileObject, ComposeNetwork, ComposeVolume } from "../project.ts";
import { type Fields, present } from "./fields.ts";

/** A network in canonical form, its name set. */
export function networkModel(fields: Fields): ComposeNetwork {
  const ipam = fields.below("ipam");
  return {
    name: fields.text("name") ?? "",
    external: fields.flag("external") ?? false,
    driverOptions: fields.textMap("driver_opts"),
    internal: fields.flag("internal") ?? false,
    attachable: fields.flag("attachable") ?? false,
    labels: fields.textMap("labels"),
    ipam: {
      ...present({ driver: ipam?.text("driver") }),
      config: (ipam?.entries("config") ?? []).map((pool) => ({
        auxAddresses: pool.textMap("aux_addresses"),
        ...present({ subnet: pool.text("subnet"), gateway: pool.text("gateway"), ipRange: pool.text("ip_range") }),
      })),
    },
    ...present({
      driver: fields.text("driver"),
      enableIpv4: fields.flag("enable_ipv4"),
      enableIpv6: fields.flag("enable_ipv6"),
    }),
  };
}

/** A volume in canonical form, its name set. */
export function volumeModel(fields: Fields): ComposeVolume {
  return {
    name: fields.text("name") ?? "",
    external: fields.flag("external") ?? false,
    driverOptions: fields.textMap("driver_opts"),
    labels: fields.textMap("labels"),
    ...present({ driver: fields.text("driver") }),
  };
}

/** A config or a secret in canonical form, its name set. */
export function fileObjectModel(fields: Fields): ComposeFileObject {
  return {
    name: fields.text("name") ?? "",
    external: fields.flag("external") ?? false,
    labels: fields.textMap("labels"),
    ...present({
      file: fields.text("file"),
      environment: fields.text("environment"),
      content: fields.text("content"),
      driver: fields.text("driver"),
      templateDriver: fields.text("template_driver"),
    }),
  };
}
