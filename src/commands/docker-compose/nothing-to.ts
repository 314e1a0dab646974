import { Exit } from "./failures.ts";
import type { Logger } from "./logger.ts";

/** Says that no container is there for a command. @throws Exit always */
export async function nothingTo(logger: Logger, what: string): Promise<never> {
  await logger.error(`No containers to ${what}`);
  throw new Exit(1);
}
