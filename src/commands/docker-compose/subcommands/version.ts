import { COMPOSE_VERSION } from "../project/labels.ts";
import type { Subcommand } from "../subcommand.ts";

/** What `--version` prints: Debian builds without telling from which commit. */
export const VERSION_LINE = `docker-compose version ${COMPOSE_VERSION}, build unknown`;

/** The libraries of Debian 12, whose package this is. */
const LIBRARIES = [
  "docker-py version: 5.0.3",
  "CPython version: 3.11.2",
  "OpenSSL version: OpenSSL 3.0.19 27 Jan 2026",
];

/** compose/cli/main.py, `version`. */
export const version: Subcommand = {
  name: "version",
  async run({ args, out }) {
    if (args.flag("--short")) await out(`${COMPOSE_VERSION}\n`);
    else await out(`${[VERSION_LINE, ...LIBRARIES].join("\n")}\n`);
  },
};
