import type { Labels } from "./containers.ts";
import type { ComposeProject, ComposeService } from "./project.ts";
import { serviceHash } from "./service-hash.ts";

/** The version of Compose that the recordings were made with. */
export const COMPOSE_VERSION = "2.40.3-3";

/** The same in its labels: only the three numbers. */
export const LABEL_VERSION = COMPOSE_VERSION.replace(/-.*/, "");

/** What Compose writes on everything it makes, to find it again (docker/compose, pkg/api/labels.go). */
export const LABEL = {
  project: "com.docker.compose.project",
  service: "com.docker.compose.service",
  configHash: "com.docker.compose.config-hash",
  number: "com.docker.compose.container-number",
  volume: "com.docker.compose.volume",
  network: "com.docker.compose.network",
  workingDir: "com.docker.compose.project.working_dir",
  configFiles: "com.docker.compose.project.config_files",
  oneOff: "com.docker.compose.oneoff",
  slug: "com.docker.compose.slug",
  image: "com.docker.compose.image",
  dependsOn: "com.docker.compose.depends_on",
  version: "com.docker.compose.version",
  replace: "com.docker.compose.replace",
} as const;

/** @param image the digest of the service's image @param oneOff for a container of `run` @param more what else to say */
export function containerLabels(
  project: ComposeProject,
  service: ComposeService,
  { number, image, oneOff = false, more = {} }: { number: number; image: string; oneOff?: boolean; more?: Labels },
): Record<string, string> {
  const dependencies = Object.entries(service.dependsOn).map(
    ([name, { condition, restart }]) => `${name}:${condition}:${restart}`,
  );
  return {
    ...service.labels,
    ...(image === "" ? {} : { [LABEL.image]: image }),
    [LABEL.configHash]: serviceHash(service),
    // What was made for one command has no number.
    ...(oneOff ? {} : { [LABEL.number]: String(number) }),
    [LABEL.dependsOn]: dependencies.join(","),
    [LABEL.oneOff]: oneOff ? "True" : "False",
    [LABEL.project]: project.name,
    [LABEL.configFiles]: project.configFiles.join(","),
    [LABEL.workingDir]: project.workingDir,
    [LABEL.service]: service.name,
    [LABEL.version]: LABEL_VERSION,
    ...more,
  };
}
