import { NetworkError } from "../../kernel/network-error.ts";
import type { Container, HostConfig } from "../container/container.ts";
import { createContainer } from "../container/create.ts";
import { requireContainer } from "../container/find.ts";
import { startContainer } from "../container/start.ts";
import { testEngine } from "../testing.ts";
import type { EndpointRequest } from "./endpoint.ts";

/** An engine whose containers run a server on port 80, and what is asked of it in the tests of networks. */
export function networkLab() {
  const { engine, clock, settle } = testEngine({ images: ["alpine", "nginx"] });

  /** Starts a server. @param hostConfig NetworkMode and the rest */
  const server = async (
    name: string,
    hostConfig: Partial<HostConfig> = {},
    networks: Record<string, EndpointRequest> = {},
  ): Promise<Container> => {
    const request = { name, config: { Image: "nginx" }, hostConfig, networks };
    await settle(createContainer(engine, request).then(({ Id }) => startContainer(engine, Id)));
    return requireContainer(engine, name);
  };

  const namespaceOf = (from: string) =>
    from === "host" ? engine.ports.host.network : engine.live.get(requireContainer(engine, from).id)?.machine.network;

  /** "ok", or why a connection from a container (or "host") to a name or address does not come about. */
  const reach = (from: string, to: string, port = 80): string => {
    try {
      const network = namespaceOf(from);
      const [address = ""] = network?.resolve(to) ?? [];
      network?.connect(address, port).close();
      return "ok";
    } catch (error) {
      if (error instanceof NetworkError) return error.code;
      throw error;
    }
  };

  const addressOf = (name: string, network = "bridge") =>
    requireContainer(engine, name).networks[network]?.IPAddress ?? "";

  return { engine, clock, settle, server, reach, addressOf };
}
