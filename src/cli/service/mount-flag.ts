import type { TaskSpec } from "../../swarm/service.ts";
import { CommandError } from "../command.ts";

type Mount = TaskSpec["mounts"][number];

/** `type=volume,source=data,target=/data,readonly` (docker/cli, opts/mount.go). @throws CommandError */
export function parseMount(text: string): Mount {
  const refuse = (why: string) => new CommandError(`invalid argument "${text}" for "--mount" flag: ${why}`, 125);
  const mount: Mount = { type: "volume", target: "" };
  for (const field of text.split(",")) {
    const [key = "", ...rest] = field.split("=");
    const value = rest.join("=");
    switch (key.toLowerCase()) {
      case "type":
        if (value !== "bind" && value !== "volume" && value !== "tmpfs") throw refuse(`mount type unknown: "${value}"`);
        mount.type = value;
        break;
      case "source":
      case "src":
        mount.source = value;
        break;
      case "target":
      case "dst":
      case "destination":
        mount.target = value;
        break;
      case "readonly":
      case "ro":
        mount.readOnly = value === "" || value === "true" || value === "1";
        break;
      case "":
        throw refuse(`invalid field '${field}' must be a key=value pair`);
      default:
        throw refuse(`unexpected key '${key}' in '${field}'`);
    }
  }
  if (mount.target === "") throw refuse("target is required");
  return mount;
}
