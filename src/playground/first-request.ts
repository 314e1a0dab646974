/** The command that connects, by its real path ("container ls"), and what it was given. */
export interface ConnectingCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** For the commands whose request the rules below do not tell: what they ask, `%` being the first argument. */
const REQUESTS: Readonly<Record<string, string>> = {
  "container attach": "Get containers/%/json",
  "container cp": "Get containers/%/archive",
  "container diff": "Get containers/%/changes",
  "container exec": "Get containers/%/json",
  "container export": "Get containers/%/export",
  "container logs": "Get containers/%/json",
  "container ls": "Get containers/json",
  "container port": "Get containers/%/json",
  "container rm": "Delete containers/%",
  "container stats": "Get containers/json",
  "container top": "Get containers/%/top",
  events: "Get events",
  "image history": "Get images/%/history",
  "image inspect": "Get images/%/json",
  "image load": "Post images/load?quiet=1",
  "image pull": "Post images/create?fromImage=%",
  "image push": "Post images/%/push",
  "image rm": "Delete images/%",
  "image tag": "Post images/%/tag",
  info: "Get info",
  inspect: "Get containers/%/json",
  search: "Get images/search?term=%",
  "service ls": "Get services?status=true",
  "swarm init": "Post swarm/init",
  "swarm join": "Post swarm/join",
  "system df": "Get system/df",
  "system info": "Get info",
  version: "Get version",
};

/** What asks for the daemon's API version before anything else, as its request depends on it. */
const PINGS =
  /^((container (create|run|wait|prune)|image (ls|prune)|network (create|prune)|volume prune|system prune|service create)$|secret |config |buildx )/;

/**
 * The first request of a command to the daemon, which some failures to connect tell: `Get containers/json` (docker/cli's
 * commands; moby, client/). What a query adds is left out, but for those that are always the same.
 */
export function firstRequest({ command, args: [first = ""] }: ConnectingCommand): string {
  if (PINGS.test(command)) return "Head _ping";
  const known = REQUESTS[command];
  if (known !== undefined) return known.replace("%", first);
  const [group = "", verb = ""] = command.split(" ");
  if (verb === "ls") return `Get ${group}s`;
  if (verb === "inspect") return `Get ${group}s/${first}`;
  if (verb === "rm") return `Delete ${group}s/${first}`;
  if (verb === "create") return `Post ${group}s/create`;
  return group === "container" ? `Post containers/${first}/${verb}` : "Get version";
}
