import type { Engine } from "../engine.ts";
import type { Container, Healthcheck } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { createExec } from "./exec.ts";

const NS_PER_MS = 1e6;
const DEFAULTS = { interval: 30_000, timeout: 30_000, startInterval: 5_000, retries: 3 } as const;
/** What is kept of the probes (moby, daemon/health.go). */
const MAX_LOG = 5;
const MAX_OUTPUT = 4096;

/** Runs the command of a healthcheck, as often as it says, until `signal` aborts; keeps `container.health`. */
export async function probeAgainAndAgain(
  engine: Engine,
  container: Container,
  check: Healthcheck,
  command: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const ms = (ns: number | undefined, otherwise: number) => (ns ? ns / NS_PER_MS : otherwise);
  const interval = ms(check.Interval, DEFAULTS.interval);
  const startPeriod = ms(check.StartPeriod, 0);
  const startInterval = ms(check.StartInterval, DEFAULTS.startInterval);
  const began = engine.clock.now();
  for (;;) {
    const starting = engine.clock.now() - began < startPeriod && container.health?.Status === "starting";
    await engine.clock.sleep(starting ? startInterval : interval, signal);
    // A paused container is not asked.
    if (container.status !== "running") continue;
    const result = await probe(engine, container, command, ms(check.Timeout, DEFAULTS.timeout), signal);
    signal.throwIfAborted();
    record(engine, container, result, {
      retries: check.Retries || DEFAULTS.retries,
      inStartPeriod: engine.clock.now() - began < startPeriod,
    });
  }
}

type ProbeResult = { Start: string; End: string; ExitCode: number; Output: string };

async function probe(
  engine: Engine,
  container: Container,
  command: readonly string[],
  timeout: number,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const Start = engine.timestamp();
  const exec = createExec(engine, container.id, { cmd: command });
  let Output = "";
  exec.streams.onOutput(({ text }) => {
    Output = (Output + text).slice(0, MAX_OUTPUT);
  });
  const late = new AbortController();
  const status = await Promise.race([
    exec.run(),
    engine.clock.sleep(timeout, AbortSignal.any([late.signal, signal])).then(
      () => undefined,
      () => undefined,
    ),
  ]);
  late.abort();
  if (status === undefined) {
    exec.kill("SIGKILL");
    return {
      Start,
      End: engine.timestamp(),
      ExitCode: -1,
      Output: `Health check exceeded timeout (${timeout / 1000}s)`,
    };
  }
  return { Start, End: engine.timestamp(), ExitCode: status, Output };
}

function record(
  engine: Engine,
  container: Container,
  result: ProbeResult,
  { retries, inStartPeriod }: { readonly retries: number; readonly inStartPeriod: boolean },
): void {
  const { health } = container;
  if (!health) return;
  const before = health.Status;
  health.Log.push(result);
  if (health.Log.length > MAX_LOG) health.Log.shift();
  if (result.ExitCode === 0) {
    health.FailingStreak = 0;
    health.Status = "healthy";
  } else if (!(inStartPeriod && health.Status === "starting")) {
    health.FailingStreak++;
    if (health.FailingStreak >= retries) health.Status = "unhealthy";
  }
  if (health.Status !== before) emitContainerEvent(engine, container, `health_status: ${health.Status}`);
}
