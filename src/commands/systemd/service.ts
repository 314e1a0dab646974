import type { Program } from "../../kernel/process.ts";
import { command } from "../command.ts";
import type { ServiceManager } from "./service-manager.ts";
import { systemctl } from "./systemctl.ts";
import { unitNames } from "./unit-file.ts";

const VERBS = new Set("start stop restart reload status force-reload try-restart".split(" "));

/** `service NAME VERB`: what people typed before systemd; Debian's hands it on to systemctl. */
export function service(manager: ServiceManager): Program {
  const control = systemctl(manager);
  return command(
    {
      usage: "< option > | --status-all | [ service_name [ command | --full-restart ] ]",
      about: "Run a service's script.",
      long: "status-all",
    },
    async (run) => {
      const [name, verb] = run.operands;
      if (run.has("status-all")) {
        const services = unitNames(manager.files).filter(
          (unit) => unit.endsWith(".service") && !unit.startsWith("systemd-"),
        );
        for (const unit of services)
          await run.out(` [ ${manager.isActive(unit) ? "+" : "-"} ]  ${unit.replace(/\.service$/, "")}\n`);
        return 0;
      }
      if (name === undefined || verb === undefined) {
        await run.process.stderr.write(
          "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n",
        );
        return 1;
      }
      if (!VERBS.has(verb)) {
        await run.process.stderr.write(`Usage: /etc/init.d/${name} {start|stop|restart|status}\n`);
        return 1;
      }
      const word = verb === "force-reload" ? "restart" : verb;
      return control({ ...run.process, args: ["systemctl", word, `${name}.service`] });
    },
  );
}
