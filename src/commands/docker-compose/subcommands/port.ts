import { Failure, UserError } from "../failures.ts";
import { integer } from "../integer.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `port`. */
export const port: Subcommand = {
  name: "port",
  async run({ args, project: load, out }) {
    const project = await load();
    const index = integer(args.text("--index") ?? "1");
    const service = project.service(args.word("SERVICE") ?? "");
    try {
      const { container } = service.container(index);
      const [binding] = container.ports[`${args.word("PRIVATE_PORT")}/${args.text("--protocol") || "tcp"}`] ?? [];
      await out(`${binding ? `${binding.HostIp}:${binding.HostPort}` : ""}\n`);
    } catch (error) {
      throw error instanceof Failure ? new UserError(error.message) : error;
    }
  },
};
