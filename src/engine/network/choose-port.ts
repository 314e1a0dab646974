import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";

/** The range Linux and Docker take a port from when none is named. */
const FIRST_RANDOM_PORT = 32768;
const LAST_RANDOM_PORT = 60999;

/**
 * The port of the host to open: the one named, or the next free one of a range. The daemon goes on after the last that it
 * gave of the same range, and begins anew at its end (libnetwork/portallocator/portallocator.go).
 * @param asked "8080", "8000-8010", or "" for any
 * @returns undefined when none of a named range is free
 * @throws EngineError when none at all is free
 */
export function choosePort(engine: Engine, asked: string, isFree: (port: number) => boolean): number | undefined {
  const [first = "", last] = asked.split("-");
  if (asked !== "" && last === undefined) return Number(first);
  const { state } = engine;
  if (last !== undefined) {
    state.lastInRange ??= {};
    const given = state.lastInRange;
    const port = next(Number(first), Number(last), given[asked], isFree);
    if (port !== undefined) given[asked] = port;
    return port;
  }
  const port = next(FIRST_RANDOM_PORT, LAST_RANDOM_PORT, state.lastPort, isFree);
  if (port === undefined) throw new EngineError(500, "all ports are allocated");
  state.lastPort = port;
  return port;
}

/** The first free port after the one that was given last, around the end of the range. */
function next(
  first: number,
  last: number,
  given: number | undefined,
  isFree: (port: number) => boolean,
): number | undefined {
  const count = last - first + 1;
  const start = (given ?? first - 1) + 1 - first;
  for (let i = 0; i < count; i++) {
    const port = first + ((start + i) % count);
    if (isFree(port)) return port;
  }
  return undefined;
}
