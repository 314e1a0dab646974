import { confirmed } from "../ask.ts";
import { detect } from "../boot.ts";
import { bootstrapCertificates } from "../bootstrap-certificates.ts";
import { addressOf } from "../driver.ts";
import { boolFlag } from "../flag.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";
import { setUp } from "../set-up.ts";

/** `docker-machine regenerate-certs NAME…` */
export const regenerateCerts: MachineCommand = {
  name: "regenerate-certs",
  usage: "Regenerate TLS Certificates for a machine",
  description: "Argument(s) are one or more machine names.",
  flags: [
    boolFlag("force, f", "Force rebuild and do not prompt"),
    boolFlag("client-certs", "Also regenerate client certificates and CA."),
  ],
  async run(run) {
    const { line } = run;
    if (!line.bool("force")) {
      if (!(await confirmed(run, "Regenerate TLS machine certs?  Warning: this is irreversible."))) return 0;
    }
    await run.info("Regenerating TLS certificates");
    await forEachMachine(run, async (config) => {
      addressOf(run, config);
      if (line.bool("client-certs")) {
        await run.info("Regenerating local certificates");
        await bootstrapCertificates(run);
      }
      await detect(run);
      await setUp(run, config);
    });
    return 0;
  },
};
