import { requireContainer } from "../../engine/container/find.ts";
import { type Command, CommandError, rangeArgs } from "../command.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { containerNames, running } from "./complete.ts";

export const command: Command = {
  path: "container port",
  args: rangeArgs(1, 2),
  async run({ engine, args: [ref = "", port], out }) {
    const { ports } = requireContainer(engine, ref);
    const shown = (ip: string, number: string) => (ip.includes(":") ? `[${ip}]:${number}` : `${ip}:${number}`);
    const lines: string[] = [];
    if (port === undefined) {
      for (const [inner, bindings] of Object.entries(ports))
        for (const { HostIp, HostPort } of bindings ?? []) lines.push(`${inner} -> ${shown(HostIp, HostPort)}`);
    } else {
      const [number = "", protocol = "tcp"] = port.split("/");
      if (!/^\d+$/.test(number) || Number(number) > 65535) throw new CommandError(`invalid port '${number}'`);
      const bindings = ports[`${number}/${protocol}`];
      if (!bindings || bindings.length === 0) throw new CommandError(`no public port '${port}' published for ${ref}`);
      for (const { HostIp, HostPort } of bindings) lines.push(shown(HostIp, HostPort));
    }
    await out(
      lines
        .sort(naturalOrder)
        .map((line) => `${line}\n`)
        .join(""),
    );
    return 0;
  },
  complete: ({ engine, args }) => (args.length === 0 ? containerNames(engine, running) : []),
};
