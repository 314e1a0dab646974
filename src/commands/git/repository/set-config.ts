import type { FileSystem } from "../../../kernel/filesystem.ts";
import { withSetting } from "./config-file.ts";
import type { Repository } from "./repository.ts";

/** Writes one setting into a file of settings. @throws FileError */
export function setIn(files: FileSystem, path: string, name: string, value: string, add = false): void {
  files.writeFile(path, withSetting(files.exists(path) ? files.readFile(path) : "", name, value, add));
}

/** Into the repository's own. */
export const setLocal = ({ process, folder }: Repository, name: string, value: string): void =>
  setIn(process.files, `${folder}/config`, name, value);
