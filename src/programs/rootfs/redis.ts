import { binary, directory, file, type Layer, layer, link } from "../../kernel/layer.ts";
import { withAccount } from "./accounts.ts";

/** Drops root before redis-server starts, as the official image does. */
const ENTRYPOINT = `#!/bin/sh
set -e

# an option alone means redis-server
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

# allow the container to be started with \`--user\`
if [ "$1" = 'redis-server' ] && [ "$(id -u)" = '0' ]; then
	find . \\! -user redis -exec chown redis '{}' +
	exec setpriv --reuid=redis --regid=redis --clear-groups -- "$0" "$@"
fi

# set an appropriate umask (if one isn't set already)
if [ "$(umask)" = '0022' ]; then
	umask 0077
fi

exec "$@"
`;

/** What `redis` adds to its distribution. @param base that */
export const redis = (base: string, mtime: number): Layer =>
  layer(
    {
      ...withAccount(base, {
        ...{ name: "redis", uid: 999, home: "/home/redis" },
        ...(base === "alpine" ? { gid: 1000, comment: "Linux User,,,", shell: "/sbin/nologin" } : { shell: "/bin/sh" }),
      }),
      "/usr/local/bin/docker-entrypoint.sh": file(ENTRYPOINT, { mode: 0o755 }),
      "/usr/bin/setpriv": binary("setpriv", 47_608),
      "/usr/local/bin/redis-server": binary("redis-server", 16_912_408),
      "/usr/local/bin/redis-cli": binary("redis-cli", 7_613_880),
      "/usr/local/bin/redis-benchmark": binary("redis-benchmark", 7_406_200),
      "/usr/local/bin/redis-sentinel": link("redis-server"),
      "/usr/local/bin/redis-check-aof": link("redis-server"),
      "/usr/local/bin/redis-check-rdb": link("redis-server"),
      "/data": directory({ uid: 999, gid: 999 }),
    },
    mtime,
  );
