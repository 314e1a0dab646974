import { serviceImage } from "../../compose/names.ts";
import { done, type ProgressListener } from "../../compose/progress.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import { encode } from "../../kernel/bytes.ts";
import { sha1 } from "../../kernel/sha1.ts";

/** What `--dry-run` tells of images that would be built (docker/compose, pkg/compose/build_bake.go, dryRunBake). */
export function dryRunBake(
  report: ProgressListener,
  project: ComposeProject,
  services: readonly ComposeService[],
): void {
  const step = (id: string, text: string) => report({ id, status: "done", text, statusText: "" });
  for (const service of services) {
    const tag = service.build?.tags[0] ?? serviceImage(project, service);
    step(`${service.name} ==>`, `==> writing image dryRun-${hex(service.name)}`);
    step(`${service.name} ==> ==>`, `naming to ${tag}`);
  }
  for (const { name } of services) report(done(name, "Built"));
}

const hex = (text: string) => [...sha1(encode(text))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
