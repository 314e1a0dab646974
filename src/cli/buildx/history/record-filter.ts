import type { BuildRecord } from "../../../engine/build/build-history.ts";
import { parseDuration } from "../../../engine/go-duration.ts";
import { CommandError } from "../../command.ts";
import { recordStatus } from "./record-status.ts";

type Matches = (record: BuildRecord) => boolean;

/**
 * What `--filter` of `docker buildx history ls` asks for (docker/buildx, commands/history/utils.go,
 * dockerFiltersToBuildkit).
 * @param now the lab's time, ms
 * @throws CommandError for one that cannot be read
 */
export function recordFilter(texts: readonly string[], now: number): Matches {
  const matchers = texts.map((text) => matcherOf(text, now));
  return (record) => matchers.every((matches) => matches(record));
}

function matcherOf(text: string, now: number): Matches {
  const fail = (why: string) => new CommandError(`ERROR: ${why}`);
  const quoted = JSON.stringify(text);
  // The first of these that is in the text parts it.
  const separator = ["!=", "=", "<=", "<", ">=", ">"].find((one) => text.includes(one));
  if (separator === undefined) throw fail(`invalid filter ${quoted}`);
  const cut = text.indexOf(separator);
  const [key, value] = [text.slice(0, cut), text.slice(cut + separator.length)];
  const isEqual = separator === "=" || separator === "!=";
  if (key === "ref" || key === "repository" || key === "status") {
    if (!isEqual) throw fail(`invalid separator for ${quoted}, expected = or !=`);
    return valueMatcher(key, separator, value);
  }
  if (key === "startedAt" || key === "completedAt" || key === "duration") {
    if (isEqual) throw fail(`invalid separator for ${quoted}, expected <=, <, >= or >`);
    return timeMatcher(key, separator, value, now);
  }
  throw fail(`unsupported filter ${quoted}`);
}

function valueMatcher(key: "ref" | "repository" | "status", separator: string, value: string): Matches {
  const own = (record: BuildRecord) => (key === "ref" ? record.ref : key === "status" ? recordStatus(record) : "");
  if (separator === "!=") return (record) => own(record) !== value;
  return key === "status" ? (record) => own(record) === value : (record) => own(record).includes(value);
}

function timeMatcher(
  key: "startedAt" | "completedAt" | "duration",
  separator: string,
  value: string,
  now: number,
): Matches {
  const read = parseDuration(value);
  const asked = read instanceof Error ? read : read / 1e6;
  const compared = asked instanceof Error ? (key === "duration" ? Number.NaN : Date.parse(value)) : asked;
  if (Number.isNaN(compared))
    throw new CommandError(`ERROR: invalid ${key === "duration" ? "duration" : "time"} ${value}`);
  // A moment may be told by how long ago it was; moments are compared in whole seconds.
  const bound = key === "duration" ? compared : Math.floor((asked instanceof Error ? compared : now - compared) / 1000);
  return ({ createdAt, completedAt }) => {
    const own =
      key === "duration" ? completedAt - createdAt : Math.floor((key === "startedAt" ? createdAt : completedAt) / 1000);
    if (separator === ">=") return own >= bound;
    if (separator === "<=") return own <= bound;
    return separator === ">" ? own > bound : own < bound;
  };
}
