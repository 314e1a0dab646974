/** The client that this command line is (the recording of `docker version`). */
export const CLIENT = {
  version: "29.7.2",
  apiVersion: "1.55",
  goVersion: "go1.27.3",
  commit: "a7dcaa6",
  built: "Wed Aug  5 17:34:15 2026",
  os: "linux",
  arch: "amd64",
} as const;
