/** The client that this command line is (the recordings of `docker version` and `docker info`). */
export const CLIENT = {
  platform: "Docker Engine - Community",
  version: "29.7.2",
  apiVersion: "1.55",
  goVersion: "go1.27.3",
  commit: "a7dcaa6",
  built: "Wed Aug  5 17:34:15 2026",
  os: "linux",
  arch: "amd64",
} as const;

/** The plugins that come with it. */
export const PLUGINS = [
  { name: "buildx", description: "Docker Buildx", version: "0.29.1+ds1" },
  { name: "compose", description: "Docker Compose", version: "2.40.3-3" },
] as const;
