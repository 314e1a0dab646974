import { binary, directory, file, type Layer, layer, link } from "../../kernel/layer.ts";
import { withAccount } from "./accounts.ts";

const ENTRYPOINT = `#!/bin/sh
set -e

# Run command with node if the first argument contains a "-" or is not a system command.
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ]; then
  set -- node "$@"
fi

exec "$@"
`;

/** What `node` adds to its distribution. @param base that */
export const node = (base: string, mtime: number): Layer =>
  layer(
    {
      ...withAccount(base, {
        ...{ name: "node", uid: 1000, home: "/home/node" },
        ...(base === "alpine" ? { comment: "Linux User,,,", shell: "/bin/sh" } : { shell: "/bin/bash" }),
      }),
      "/usr/local/bin/docker-entrypoint.sh": file(ENTRYPOINT, { mode: 0o755 }),
      "/usr/local/bin/node": binary("node", 123_474_304),
      "/usr/local/bin/nodejs": link("/usr/local/bin/node"),
      "/usr/local/bin/npm": link("../lib/node_modules/npm/bin/npm-cli.js"),
      "/usr/local/lib/node_modules/npm/bin/npm-cli.js": binary("npm", 54),
      "/home/node": directory({ uid: 1000, gid: 1000 }),
    },
    mtime,
  );
