import { binary, directory, type Layer, layer } from "../../kernel/layer.ts";
import { withAccount } from "./accounts.ts";

/** What `postgres` adds to its distribution. @param version "18.6-1.pgdg13+1" @param base that */
export function postgres(version: string, base: string, mtime: number): Layer {
  const major = /^\d+/.exec(version)?.[0] ?? "18";
  const bin = `/usr/lib/postgresql/${major}/bin`;
  return layer(
    {
      ...withAccount(base, {
        ...{ name: "postgres", home: "/var/lib/postgresql" },
        ...(base === "alpine"
          ? { uid: 70, comment: "PostgreSQL user", shell: "/bin/sh" }
          : { uid: 999, shell: "/bin/bash" }),
      }),
      // One program plays the entrypoint too: what it does before the server starts is the database's own business.
      "/usr/local/bin/docker-entrypoint.sh": binary("postgres-entrypoint", 14_280),
      [`${bin}/postgres`]: binary("postgres", 10_063_368),
      [`${bin}/psql`]: binary("psql", 783_640),
      [`${bin}/pg_isready`]: binary("pg_isready", 84_160),
      "/docker-entrypoint-initdb.d": directory(),
      "/var/lib/postgresql": directory({ uid: 999, gid: 999 }),
      "/var/run/postgresql": directory({ uid: 999, gid: 999, mode: 0o3777 }),
    },
    mtime,
  );
}
