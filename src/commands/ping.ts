import { isInBlock6 } from "../kernel/address6.ts";
import { isInBlock } from "../kernel/ipv4-block.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Process } from "../kernel/process.ts";
import { isIPv6 } from "../kernel/socket-table.ts";
import { command, Failure, type Run } from "./command.ts";
import { addressesOf, networkErrorText, resolveErrorText } from "./dial.ts";
import { UsageError } from "./options.ts";
import { PING_USAGE } from "./ping-usage.ts";
import { toolVersion } from "./tool-versions.ts";

/** How long a host tries to find a neighbour before it tells, ms. */
const UNREACHABLE_MS = 3060;

interface Plan {
  readonly target: string;
  readonly address: string;
  readonly count: number;
  readonly interval: number;
  readonly size: number;
  /** ms to go on at most. */
  readonly deadline: number;
  /** ms to wait for the last answer. */
  readonly patience: number;
  readonly quiet: boolean;
}

interface Tally {
  sent: number;
  errors: number;
  readonly times: number[];
  readonly started: number;
  /** When the last was sent or the last answer came. */
  latest: number;
  /** How many were under way at once, at most. */
  pipe: number;
}

/** iputils' ping on hosts and in Debian's images, busybox's in Alpine's (tape 12). */
export const ping = command(
  {
    usage: "[OPTIONS] HOST",
    about: "Sends ICMP ECHO_REQUEST to a host.",
    short: "c:i:w:W:s:t:I:l:m:M:p:Q:e:S:qn46AabBCdfhDHLORUvV3",
    refusal: PING_USAGE,
    version: (files) =>
      `ping from iputils ${toolVersion(files, "iputils")}\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n`,
    failure: 2,
  },
  async (run) => {
    if (!run.busybox && run.has("h")) {
      await run.process.stderr.write(PING_USAGE);
      return 2;
    }
    const target = run.operands.at(-1);
    if (target === undefined) {
      if (run.busybox) throw new UsageError("missing operand");
      throw new Failure("usage error: Destination address required", 1);
    }
    const address = familyOf(run, addressesOf(run.process, target) ?? []);
    if (address === undefined) {
      if (run.busybox) throw new Failure(`bad address '${target}'`, 1);
      throw new Failure(`${target}: ${resolveErrorText(target)}`, 2);
    }
    const plan: Plan = {
      target,
      address,
      count: positive(run, "c", Number.POSITIVE_INFINITY, 1),
      interval: positive(run, "i", 1) * 1000,
      size: positive(run, "s", 56, 0, 65_527),
      deadline: positive(run, "w", Number.POSITIVE_INFINITY) * 1000,
      patience: positive(run, "W", 10) * 1000,
      quiet: run.has("q"),
    };
    if (positive(run, "t", 64, 0, 255) === 0 && !run.busybox)
      throw new Failure("cannot set unicast time-to-live: Invalid argument", 2);
    return (run.busybox ? pingBusybox : pingIputils)(run, plan);
  },
);

/** The first address of the family asked for: by `-4` or `-6`, or by the name ping6. */
function familyOf(run: Run, addresses: readonly string[]): string | undefined {
  if (run.has("6") || run.name === "ping6") return addresses.find(isIPv6);
  return run.has("4") || run.name === "ping4" ? addresses.find((address) => !isIPv6(address)) : addresses[0];
}

/** The number of an option; those of `-c` and `-s` say their range when they are out of it. */
function positive(run: Run, key: string, otherwise: number, least?: number, most = 2 ** 63): number {
  const text = run.options.value(key);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text === "" || Number.isNaN(value) || value < 0) {
    throw new Failure(run.busybox ? `invalid number '${text}'` : `invalid argument: '${text}'`, 1);
  }
  if (!run.busybox && least !== undefined && (value < least || value > most)) {
    const end = most === 2 ** 63 ? "9223372036854775807" : String(most);
    const what = key === "s" ? "-s value" : "argument";
    throw new Failure(`invalid ${what}: '${text}': out of range: ${least} <= value <= ${end}`, 1);
  }
  return value;
}

/** Sends until the count, the deadline or Ctrl-C; `told` is called for each answer or error. */
async function send(
  process: Process,
  plan: Plan,
  told: (sequence: number, result: number | NetworkError) => Promise<void>,
): Promise<Tally> {
  const { clock } = process.machine;
  const stop = new AbortController();
  process.onSignal("SIGINT", () => stop.abort());
  const signal = AbortSignal.any([stop.signal, process.signal]);
  const tally: Tally = { sent: 0, errors: 0, times: [], started: clock.now(), latest: clock.now(), pipe: 0 };
  const end = tally.started + plan.deadline;
  const wait = async (ms: number) => {
    await clock.sleep(Math.max(0, Math.min(ms, end - clock.now())), signal).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    return !stop.signal.aborted && clock.now() < end;
  };
  /** What waits for a neighbour that does not answer: all of it fails at once, when the first was long enough ago. */
  let waiting: number[] = [];
  let since = 0;
  /** Waits, and tells of the neighbour if its time comes meanwhile. */
  const pass = async (ms: number) => {
    const left = since + UNREACHABLE_MS - clock.now();
    if (waiting.length === 0 || left > ms) return wait(ms);
    const until = clock.now() + ms;
    if (!(await wait(left))) return false;
    const failed = waiting;
    waiting = [];
    for (const sequence of failed) {
      tally.errors++;
      await told(sequence, new NetworkError("EHOSTUNREACH", plan.address));
    }
    return wait(until - clock.now());
  };
  let goOn = true;
  while (goOn && tally.sent < plan.count) {
    const sequence = tally.sent++;
    const last = tally.sent >= plan.count;
    const sentAt = clock.now();
    tally.latest = sentAt;
    try {
      const time = process.machine.network.ping(plan.address);
      goOn = await wait(time);
      if (stop.signal.aborted) break;
      tally.latest = clock.now();
      tally.times.push(time);
      await told(sequence, time);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.code === "ENETUNREACH") throw error;
      if (error.code === "EHOSTUNREACH") {
        if (waiting.length === 0) since = sentAt;
        waiting.push(sequence);
        tally.pipe = Math.max(tally.pipe, waiting.length);
        // The last is waited for until all are told of, if patience lasts.
        if (last) await pass(Math.min(plan.patience, since + UNREACHABLE_MS - sentAt));
      } else if (last) goOn = await wait(plan.patience);
    }
    if (!last && goOn) goOn = await pass(Math.max(0, sentAt + plan.interval - clock.now()));
  }
  return tally;
}

async function pingIputils(run: Run, plan: Plan): Promise<number> {
  const { target, address, size } = plan;
  const named = target !== address;
  // A packet that is smaller has no room for the time it was sent at.
  const timed = size >= 16;
  const name = run.has("n") ? undefined : (run.process.machine.network.router.reverse?.(address) ?? target);
  const shown = named && name !== undefined ? `${name} (${address})` : address;
  const counted = isIPv6(address) ? `${size} data bytes` : `${size}(${size + 28}) bytes of data.`;
  await run.out(`PING ${target} (${address}) ${counted}\n`);
  let tally: Tally;
  try {
    tally = await send(run.process, plan, async (sequence, result) => {
      if (plan.quiet) return;
      if (typeof result === "number") {
        const stamp = run.has("D") ? `[${(run.process.machine.clock.now() / 1000).toFixed(6)}] ` : "";
        const time = timed ? ` time=${milliseconds(result)} ms` : "";
        await run.out(
          `${stamp}${size + 8} bytes from ${shown}: icmp_seq=${sequence + 1} ttl=${hops(run.process, address)}${time}\n`,
        );
      } else {
        const own = nearAddress(run.process, address);
        const why = isIPv6(address) ? "Destination unreachable: Address unreachable" : "Destination Host Unreachable";
        await run.out(`From ${own} icmp_seq=${sequence + 1} ${why}\n`);
      }
    });
  } catch (error) {
    if (error instanceof NetworkError) throw new Failure("connect: Network is unreachable", 2);
    throw error;
  }
  const { sent, times, errors } = tally;
  const took = Math.round(tally.latest - tally.started);
  const problems = errors > 0 ? `, +${errors} errors` : "";
  await run.out(
    `\n--- ${target} ping statistics ---\n${sent} packets transmitted, ${times.length} received${problems}, ${loss(tally)}% packet loss, time ${took}ms\n`,
  );
  if (times.length > 0 && timed) {
    const { min, average, max, deviation } = summary(times);
    await run.out(
      `rtt min/avg/max/mdev = ${[min, average, max, deviation].map((time) => time.toFixed(3)).join("/")} ms\n`,
    );
  } else await run.out(tally.pipe > 1 ? `pipe ${tally.pipe}\n` : "\n");
  return times.length > 0 ? 0 : 1;
}

async function pingBusybox(run: Run, plan: Plan): Promise<number> {
  const { target, address, size } = plan;
  await run.out(`PING ${target} (${address}): ${size} data bytes\n`);
  let tally: Tally;
  try {
    tally = await send(run.process, plan, async (sequence, result) => {
      if (plan.quiet || typeof result !== "number") return;
      await run.out(
        `${size + 8} bytes from ${address}: seq=${sequence} ttl=${hops(run.process, address)} time=${result.toFixed(3)} ms\n`,
      );
    });
  } catch (error) {
    if (error instanceof NetworkError) throw new Failure(`sendto: ${networkErrorText(run.process, error.code)}`, 1);
    throw error;
  }
  const { sent, times } = tally;
  await run.out(
    `\n--- ${target} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${loss(tally)}% packet loss\n`,
  );
  if (times.length > 0) {
    const { min, average, max } = summary(times);
    await run.out(`round-trip min/avg/max = ${[min, average, max].map((time) => time.toFixed(3)).join("/")} ms\n`);
  }
  return times.length > 0 ? 0 : 1;
}

const loss = ({ sent, times }: Tally) => (sent === 0 ? 0 : Math.floor(((sent - times.length) * 100) / sent));

function summary(times: readonly number[]) {
  const average = times.reduce((sum, time) => sum + time, 0) / times.length;
  const square = times.reduce((sum, time) => sum + time * time, 0) / times.length;
  const deviation = Math.sqrt(Math.max(0, square - average * average));
  return { min: Math.min(...times), average, max: Math.max(...times), deviation };
}

/** Three figures below ten, as iputils prints a time. */
function milliseconds(time: number): string {
  return time < 1 ? time.toFixed(3) : time < 10 ? time.toFixed(2) : time < 100 ? time.toFixed(1) : time.toFixed(0);
}

/** 64, less one for a router on the way; to what IPv6 reaches here there is none. */
function hops(process: Process, address: string): number {
  if (address.startsWith("127.") || isIPv6(address)) return 64;
  return process.machine.network.router.interfaces().some((card) => isInBlock(card, address)) ? 64 : 63;
}

/** The own address on the network that another address is in. */
function nearAddress(process: Process, address: string): string {
  const cards = process.machine.network.router.interfaces();
  if (isIPv6(address)) {
    const own = cards.flatMap(({ addresses6 = [] }) => addresses6).filter(({ scope }) => scope === "global");
    return own.find((one) => isInBlock6(one, address))?.address ?? "::1";
  }
  const near = cards.find((card) => isInBlock(card, address));
  return (near ?? cards.find(({ name }) => name !== "lo"))?.address ?? "127.0.0.1";
}
