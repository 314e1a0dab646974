import { UserError } from "./failures.ts";
import type { Strategy } from "./project/convergence.ts";
import type { BuildAction } from "./project/images.ts";
import type { DocoptResult } from "./python/docopt.ts";

/** When containers are made anew. @throws UserError for flags that contradict each other */
export function strategyOf(args: DocoptResult): Strategy {
  const never = args.flag("--no-recreate");
  const always = args.flag("--force-recreate");
  const renew = args.flag("--renew-anon-volumes");
  if (always && never) throw new UserError("--force-recreate and --no-recreate cannot be combined.");
  if (never && renew) throw new UserError("--no-recreate and --renew-anon-volumes cannot be combined.");
  if (always || renew) return "always";
  return never ? "never" : "changed";
}

/** @throws UserError for flags that contradict each other */
export function buildActionOf(args: DocoptResult): BuildAction {
  const force = args.flag("--build");
  const skip = args.flag("--no-build");
  if (force && skip) throw new UserError("--build and --no-build can not be combined.");
  if (force) return "force";
  return skip ? "skip" : "missing";
}

/** `web=2`, by service. @throws UserError */
export function scalesOf(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const [name = "", count] = word.split(/=(.*)/s);
      if (count === undefined) throw new UserError("Arguments to scale should be in the form service=num");
      if (!/^\s*[-+]?\d+\s*$/.test(count))
        throw new UserError(`Number of containers for service "${name}" is not a number`);
      return [name, Number(count)];
    }),
  );
}
