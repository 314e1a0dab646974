import type { Client } from "./client.ts";
import type { Clients } from "./clients.ts";
import { globbed } from "./commands.ts";
import type { Reply } from "./resp.ts";
import { wrongCount } from "./server-commands.ts";

/** What a client that hears channels may still ask (RESP2). */
export function isAllowedWhileSubscribed(name: string): boolean {
  return /^(?:p?subscribe|p?unsubscribe|ping|quit|reset)$/.test(name);
}

/** SUBSCRIBE, UNSUBSCRIBE and theirs for patterns, PUBLISH and PUBSUB; undefined for other commands. */
export async function publishCommand(
  clients: Clients,
  client: Client,
  name: string,
  args: readonly string[],
): Promise<readonly Reply[] | undefined> {
  switch (name) {
    case "subscribe":
    case "psubscribe": {
      if (args.length === 0) return [wrongCount(name)];
      const heard = name === "subscribe" ? client.channels : client.patterns;
      return args.map((channel) => {
        heard.add(channel);
        return [name, channel, client.subscriptions];
      });
    }
    case "unsubscribe":
    case "punsubscribe": {
      const heard = name === "unsubscribe" ? client.channels : client.patterns;
      const left = args.length > 0 ? args : [...heard];
      if (left.length === 0) return [[name, null, client.subscriptions]];
      return left.map((channel) => {
        heard.delete(channel);
        return [name, channel, client.subscriptions];
      });
    }
    case "ping":
      return client.isSubscribed && args.length < 2 ? [["pong", args[0] ?? ""]] : undefined;
    case "publish": {
      const [channel, message] = args;
      if (channel === undefined || message === undefined || args.length > 2) return [wrongCount(name)];
      return [await clients.publish(channel, message)];
    }
    case "pubsub":
      return [aboutChannels(clients, args)];
    default:
      return undefined;
  }
}

function aboutChannels(clients: Clients, [sub = "", ...names]: readonly string[]): Reply {
  switch (sub.toLowerCase()) {
    case "":
      return wrongCount("pubsub");
    case "channels":
      return clients.channels().filter((channel) => names.length === 0 || globbed(names[0] ?? "").test(channel));
    case "numsub":
      return names.flatMap((channel) => [channel, clients.listeners(channel)]);
    case "numpat":
      return clients.patterns();
    default:
      return new Error(`ERR unknown subcommand '${sub}'. Try PUBSUB HELP.`);
  }
}
