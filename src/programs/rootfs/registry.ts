import { binary, file, type Layer, layer } from "../../kernel/layer.ts";

const CONFIG = `version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`;

const ENTRYPOINT = `#!/bin/sh
set -e

case "$1" in
    *.yaml|*.yml) set -- registry serve "$@" ;;
    serve|garbage-collect|help|-*) set -- registry "$@" ;;
esac

exec "$@"
`;

/** What `registry` adds to its distribution. */
export const registry = (mtime: number): Layer =>
  layer(
    {
      "/entrypoint.sh": file(ENTRYPOINT, { mode: 0o755 }),
      "/bin/registry": binary("registry", 38_000_000),
      "/etc/distribution/config.yml": CONFIG,
      "/etc/docker/registry/config.yml": CONFIG,
    },
    mtime,
  );
