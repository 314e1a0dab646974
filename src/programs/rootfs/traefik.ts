import { binary, file, type Layer, layer } from "../../kernel/layer.ts";

const ENTRYPOINT = `#!/bin/sh
set -e

# an option alone means traefik
if [ "\${1#-}" != "$1" ]; then
    set -- traefik "$@"
fi

exec "$@"
`;

/** What `traefik` adds to its distribution. */
export const traefik = (mtime: number): Layer =>
  layer(
    {
      "/entrypoint.sh": file(ENTRYPOINT, { mode: 0o755 }),
      "/usr/local/bin/traefik": binary("traefik", 181_000_000),
    },
    mtime,
  );
