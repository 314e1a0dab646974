import { quote } from "../../engine/go-quote.ts";
import { ComposeError } from "../compose-error.ts";

/** What a name or a folder gives as a project's name: its lower case letters, digits, `-` and `_`, no mark first. */
export function normalProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

/** @throws ComposeError for a name that somebody gave and Docker cannot take */
export function checkProjectName(name: string): string {
  if (normalProjectName(name) === name) return name;
  throw new ComposeError(
    `invalid project name ${quote(name)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
  );
}
