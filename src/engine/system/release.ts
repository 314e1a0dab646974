/** The daemon that this engine is (the recording of `docker version`). */
export const SERVER = {
  version: "29.7.2",
  apiVersion: "1.55",
  minApiVersion: "1.40",
  goVersion: "go1.27.3",
  commit: "b985e23",
  built: "Wed Aug  5 17:34:15 2026",
  containerd: "2.1.9+unknown",
  runc: "1.3.6+ds1",
  runcCommit: "1.3.6+ds1-1",
  init: "0.19.0",
} as const;
