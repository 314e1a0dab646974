import type { RestartPolicy } from "../../engine/container/container.ts";
import { invalid } from "../../engine/errors.ts";
import { CommandError } from "../command.ts";

const NAMES = ["no", "always", "on-failure", "unless-stopped"] as const;

/**
 * Reads `--restart` (docker/cli, opts.ParseRestartPolicy).
 * @param autoRemove whether `--rm` leaves no room for a policy
 * @throws CommandError for what the client cannot read
 * @throws EngineError for a policy that the daemon does not know: the client takes any word
 */
export function parseRestartPolicy(text: string, autoRemove = false): RestartPolicy {
  if (text === "") return { Name: "", MaximumRetryCount: 0 };
  const cut = text.indexOf(":");
  const name = cut < 0 ? text : text.slice(0, cut);
  const count = cut < 0 ? undefined : text.slice(cut + 1);
  if (name === "") throw new CommandError("invalid restart policy format: no policy provided before colon");
  if (count !== undefined && !/^[+-]?\d+$/.test(count))
    throw new CommandError("invalid restart policy format: maximum retry count must be an integer");
  if (autoRemove && name !== "no")
    throw new CommandError("conflicting options: cannot specify both --restart and --rm");
  const policy = NAMES.find((known) => known === name);
  if (!policy)
    throw invalid(
      `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
    );
  return { Name: policy, MaximumRetryCount: Number(count ?? 0) };
}
