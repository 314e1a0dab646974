import { type BuildRecord, buildRecords } from "../../../engine/build/build-history.ts";
import { type CommandContext, CommandError } from "../../command.ts";

/**
 * The build that an argument means: its id, or `^2` for the one before the one before the last; without one, the last
 * (docker/buildx, commands/history/utils.go, queryRecords).
 * @throws CommandError when there is none
 */
export function findRecord({ engine, args }: Pick<CommandContext, "engine" | "args">): BuildRecord {
  const [ref = ""] = args;
  const records = buildRecords(engine);
  if (ref.startsWith("^")) return recordBefore(records, ref);
  const found = ref === "" ? records[0] : records.find((record) => record.ref === ref);
  if (found) return found;
  throw new CommandError(
    ref === "" ? "ERROR: no records found" : `ERROR: no record found for ref ${JSON.stringify(ref)}`,
  );
}

function recordBefore(records: readonly BuildRecord[], ref: string): BuildRecord {
  const text = ref.slice(1);
  if (!/^[+-]?\d+$/.test(text))
    throw new CommandError(
      `ERROR: invalid offset ${JSON.stringify(ref)}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  const found = records[Math.max(0, Number(text))];
  if (found) return found;
  const left = Number(text) - records.length;
  throw new CommandError(
    left > 0
      ? `ERROR: no completed build found with offset ${left}`
      : `ERROR: no record found for ref ${JSON.stringify(ref)}`,
  );
}
