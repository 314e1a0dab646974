import type { Process } from "../../kernel/process.ts";
import { toolVersion } from "../tool-versions.ts";

/** The number of the git that a machine has. */
export const gitVersion = ({ machine: { files } }: Process): string => toolVersion(files, "git");
