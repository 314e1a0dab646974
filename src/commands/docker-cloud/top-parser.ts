import { action } from "./action.ts";
import { container } from "./container.ts";
import { execParser } from "./exec.ts";
import { login } from "./login.ts";
import { node } from "./node.ts";
import { nodecluster } from "./nodecluster.ts";
import { event, swarm, trigger } from "./outside.ts";
import type { Parser } from "./parser.ts";
import { repository } from "./repository.ts";
import { service } from "./service.ts";
import { creationArguments } from "./service-arguments.ts";
import { runService } from "./service-run.ts";
import { stack, up } from "./stack.ts";
import { tag } from "./tag.ts";

/** The whole of `docker-cloud` (dockercloudcli, cli.py, initialize_parser). */
export const TOP: Parser = {
  name: "docker-cloud",
  help: "",
  description: "Docker Cloud CLI",
  helpAlone: true,
  arguments: [{ names: ["-v", "--version"], help: "show program's version number and exit", kind: "flag" }],
  commands: {
    title: "Docker Cloud CLI commands",
    dest: "cmd",
    list: [
      action,
      container,
      event,
      execParser("container's UUID (either long or short) or name"),
      login,
      node,
      nodecluster,
      repository,
      {
        name: "run",
        help: "Create and run a new service",
        description: "Create and run a new service",
        helpAlone: true,
        arguments: creationArguments({ autodestroy: ["OFF", "ON_FAILURE", "ALWAYS"] }),
        run: (run) => runService(run, true),
      },
      service,
      stack,
      swarm,
      tag,
      trigger,
      up,
    ],
  },
};
