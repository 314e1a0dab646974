import type { RestartPolicy } from "../../engine/container/container.ts";
import { CommandError } from "../command.ts";

const NAMES = ["no", "always", "on-failure", "unless-stopped"] as const;

/** Reads `--restart` (docker/cli, opts.ParseRestartPolicy). @throws CommandError */
export function parseRestartPolicy(text: string): RestartPolicy {
  if (text === "") return { Name: "", MaximumRetryCount: 0 };
  const [name = "", count] = text.split(":");
  if (name === "") throw new CommandError("invalid restart policy format: no policy provided before colon");
  if (count !== undefined && !/^-?\d+$/.test(count))
    throw new CommandError("invalid restart policy format: maximum retry count must be an integer");
  const policy = NAMES.find((known) => known === name);
  if (!policy)
    throw new CommandError(
      `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
    );
  return { Name: policy, MaximumRetryCount: Number(count ?? 0) };
}
