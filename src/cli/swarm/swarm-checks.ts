import { parseSubnet } from "../../kernel/ipv4.ts";
import type { FlagCheck } from "../flags.ts";

/** docker/cli, `cli/command/swarm/ipnet_slice.go`. */
export const addressPools: FlagCheck = (value) => {
  const wrong = value.split(",").find((one) => parseSubnet(one) === undefined);
  return wrong === undefined ? undefined : `invalid string being converted to CIDR: ${wrong}`;
};

/** An address to listen on: Go's net/url asks for a number behind the last colon (docker/cli, `cli/command/swarm/opts.go`). */
export const listenAddress: FlagCheck = (value) => {
  const port = /:([^:\]]*)$/.exec(value)?.[1];
  return port === undefined || /^\d*$/.test(port)
    ? undefined
    : `parse ${JSON.stringify(`tcp://${value}`)}: invalid port ${JSON.stringify(`:${port}`)} after host`;
};

/** `protocol=cfssl,url=https://…` (docker/cli, `cli/command/swarm/opts.go`, parseExternalCA). */
export const externalCa: FlagCheck = (value) => {
  const keys = new Set<string>();
  for (const field of value.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 0) return `invalid field '${field}' must be a key=value pair`;
    const key = field.slice(0, cut).toLowerCase();
    if (key === "protocol" && field.slice(cut + 1).toLowerCase() !== "cfssl")
      return `unrecognized external CA protocol ${field.slice(cut + 1)}`;
    keys.add(key);
  }
  const missing = ["protocol", "url"].find((key) => !keys.has(key));
  return missing === undefined ? undefined : `the external-ca option needs a ${missing}= parameter`;
};
