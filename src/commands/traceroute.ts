import { NetworkError } from "../kernel/network-error.ts";
import { routeTo } from "../kernel/routing-table.ts";
import { isIPv6 } from "../kernel/socket-table.ts";
import { command, Failure } from "./command.ts";
import { addressesOf, networkErrorText, resolveErrorText } from "./dial.ts";

/** One hop for each router: the host between a container and the rest. */
export const traceroute = command(
  {
    usage: "[-n] HOST [BYTES]",
    about: "Traces the route to a host.",
    short: "nm:w:q:I46T",
    operands: [1, 2],
    failure: 2,
  },
  async (run) => {
    const [target = ""] = run.operands;
    const { network } = run.process.machine;
    const address = addressesOf(run.process, target)?.[0];
    if (address === undefined) {
      if (run.busybox) throw new Failure(`bad address '${target}'`, 1);
      await run.process.stderr.write(
        `${target}: ${resolveErrorText(target)}\nCannot handle "host" cmdline arg \`${target}' on position 1 (argc 1)\n`,
      );
      return 2;
    }
    const six = isIPv6(address);
    const limit = Number(run.options.value("m") ?? 30);
    await run.out(
      `traceroute to ${target} (${address}), ${limit} hops max, ${run.busybox ? (six ? 72 : 46) : six ? 80 : 60} byte packets\n`,
    );
    const way = six || address.startsWith("127.") ? undefined : routeTo(network.router, address)?.via;
    const stops = [...(way === undefined ? [] : [way]), address];
    for (let i = 0; i < limit; i++) {
      const stop: string = stops[Math.min(i, stops.length - 1)] ?? address;
      const number = String(i + 1).padStart(2);
      try {
        const times = [0, 1, 2].map(() => `${network.ping(stop).toFixed(3)} ms`);
        const name = network.router.reverse?.(stop) ?? (stop === address ? target : stop);
        await run.process.sleep(1);
        await run.out(`${number}  ${run.has("n") ? stop : `${name} (${stop})`}  ${times.join("  ")}\n`);
        if (stop === address) return 0;
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        if (error.code === "ENETUNREACH" && !way)
          throw new Failure(`sendto: ${networkErrorText(run.process, error.code)}`, 1);
        await run.process.sleep(15_000);
        await run.out(`${number}  * * *\n`);
      }
    }
    return 0;
  },
);
