import { binary, directory, file, type Layer, layer } from "../../kernel/layer.ts";
import { withAccount } from "./accounts.ts";

const ENTRYPOINT = `#!/bin/sh
set -e

# an option alone means mongod
if [ "\${1#-}" != "$1" ]; then
	set -- mongod "$@"
fi

exec "$@"
`;

/** What `mongo` adds to its distribution. @param base that */
export const mongo = (base: string, mtime: number): Layer =>
  layer(
    {
      ...withAccount(base, { name: "mongodb", uid: 999, home: "/data/db", shell: "/bin/sh" }),
      "/usr/local/bin/docker-entrypoint.sh": file(ENTRYPOINT, { mode: 0o755 }),
      "/usr/bin/mongod": binary("mongod", 215_000_000),
      "/usr/bin/mongosh": binary("mongosh", 120_000_000),
      "/data/db": directory({ uid: 999, gid: 999 }),
      "/data/configdb": directory({ uid: 999, gid: 999 }),
    },
    mtime,
  );
