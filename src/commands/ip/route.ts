import { languageOf } from "../../cli/not-simulated.ts";
import { networkOf6 } from "../../kernel/address6.ts";
import type { Address6 } from "../../kernel/router.ts";
import { type RouteEntry, routesOf, routeTo } from "../../kernel/routing-table.ts";
import { isIPv6 } from "../../kernel/socket-table.ts";
import type { Run } from "../command.ts";

/** `ip route`: the table, what of it a word asks for, or the way to one address. */
export async function routes(run: Run, rest: readonly string[], six: boolean): Promise<number> {
  if (rest[0] === "get") return showRouteTo(run, rest[1] ?? "");
  const { router } = run.process.machine.network;
  const other = rest[rest.indexOf("table") + 1] ?? "";
  if (rest.includes("table") && other !== "main") return noTable(run, other);
  const at = rest.indexOf("dev");
  const device = at < 0 ? undefined : rest[at + 1];
  const table = six ? routes6(run) : routesOf(router).map((route) => ({ route, text: lineOf(run, route) }));
  // busybox shows all of the table whatever is asked of it but a device.
  const onlyDefault = !run.busybox && rest[0] === "default";
  for (const { route, text } of table) {
    if (device !== undefined && route.device !== device) continue;
    if (onlyDefault && route.prefix !== 0) continue;
    await run.out(device === undefined || run.busybox ? text : text.replace(` dev ${device} `, " "));
  }
  return 0;
}

/** Of the three tables only the main one is here. */
async function noTable(run: Run, name: string): Promise<number> {
  await run.process.stderr.write(
    languageOf(run.process.env) === "es"
      ? `ip: este laboratorio solo tiene la tabla «main», no «${name}».\n`
      : `ip: this playground has the table "main" only, not "${name}".\n`,
  );
  return 255;
}

function lineOf(run: Run, { destination, prefix, via, device, source, linkdown }: RouteEntry): string {
  const to = prefix === 0 ? "default" : prefix === 32 ? destination : `${destination}/${prefix}`;
  const way = via === undefined ? "" : ` via ${via}`;
  if (source === undefined) return `${to}${way} dev ${device} ${via === undefined ? "scope link " : ""}\n`;
  const down = linkdown ? "linkdown " : "";
  return `${to} dev ${device} ${run.busybox ? "" : "proto kernel "}scope link ${run.busybox ? " " : ""}src ${source} ${down}\n`;
}

/** The table of IPv6: busybox puts the default route last and says less of each. */
function routes6(run: Run): { readonly route: { device: string; prefix: number }; readonly text: string }[] {
  const { router } = run.process.machine.network;
  const near = router
    .interfaces()
    .filter(({ name, up = true }) => name !== "lo" && up)
    .flatMap(({ name, addresses6 = [], carrier = true }) =>
      addresses6.map((own) => ({
        route: { device: name, prefix: own.prefix },
        network: networkOf6(own.address, own.prefix),
        text: near6(run, own, name, carrier),
      })),
    )
    .sort((a, b) => Number(/^fe80/.test(a.network)) - Number(/^fe80/.test(b.network)));
  const way = router.gateway6?.();
  const far = way && {
    route: { device: way.device, prefix: 0 },
    text: `default via ${way.address} dev ${way.device} ${run.busybox ? " " : ""}metric 1024 ${run.busybox ? "" : "pref medium"}\n`,
  };
  return far ? [...near, far] : near;
}

function near6(run: Run, { address, prefix }: Address6, device: string, carrier: boolean): string {
  const to = `${networkOf6(address, prefix)}/${prefix}`;
  if (run.busybox) return `${to} dev ${device}  metric 256 \n`;
  return `${to} dev ${device} proto kernel metric 256 ${carrier ? "" : "linkdown "}pref medium\n`;
}

async function showRouteTo(run: Run, address: string): Promise<number> {
  const { router } = run.process.machine.network;
  const route = isIPv6(address) ? undefined : routeTo(router, address);
  if (!route) {
    await run.process.stderr.write(`${run.busybox ? "ip: " : ""}RTNETLINK answers: Network is unreachable\n`);
    return 2;
  }
  const card = router.interfaces().find(({ name }) => name === route.device);
  const way = route.via === undefined ? "" : ` via ${route.via}`;
  const end = run.busybox ? " " : `uid ${run.process.user.uid} `;
  const gap = run.busybox ? " " : "";
  await run.out(
    `${address}${way} dev ${route.device} ${gap}src ${route.source ?? card?.address ?? ""} ${end.trimStart()}\n    cache \n`,
  );
  return 0;
}
