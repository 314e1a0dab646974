import type { Clock } from "../../kernel/clock.ts";
import { AzError, type Json } from "./az-command.ts";

const REFERENCE =
  "To learn more about --query, please visit: 'https://learn.microsoft.com/cli/azure/query-azure-cli'\n";

/** What a JMESPath expression takes out of an answer. @throws AzError when it is no expression */
export async function queried(answer: Json, expression: string, clock: Clock): Promise<Json> {
  const { search } = await clock.hold(import("jmespath"));
  try {
    const found: Json | undefined = search(answer, expression);
    return found ?? null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new AzError(`argument --query: invalid jmespath_type value: '${expression}'`, 2, REFERENCE);
  }
}
