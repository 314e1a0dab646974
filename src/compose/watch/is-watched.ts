import { mapAt } from "../file/yaml/yaml-value.ts";
import type { ComposeProject } from "../project.ts";

/** Whether any service of a project says what to watch. */
export const isWatched = ({ services }: Pick<ComposeProject, "services">) =>
  Object.values(services).some(({ definition }) => "watch" in mapAt(definition, "develop"));
