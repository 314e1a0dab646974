import { LABEL as V2 } from "../../../compose/labels.ts";

export const COMPOSE_VERSION = "1.29.2";

/** What compose writes on everything it makes (compose/const.py). */
export const LABEL = {
  project: V2.project,
  service: V2.service,
  number: V2.number,
  oneOff: V2.oneOff,
  slug: V2.slug,
  version: V2.version,
  network: V2.network,
  volume: V2.volume,
  configHash: V2.configHash,
  workingDir: V2.workingDir,
  configFiles: V2.configFiles,
  environmentFile: "com.docker.compose.project.environment_file",
} as const;

/** Which containers are meant: those of `run`, the others, or all. */
export type OneOff = "include" | "exclude" | "only";
