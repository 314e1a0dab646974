import { FileError, type FileSystem } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import type { Lookup } from "./interpolate.ts";

/** What reading one file needs to know; an included file gets a scope of its own. */
export interface LoadScope {
  readonly files: FileSystem;
  /** Where relative paths of this file start; absolute. */
  readonly folder: string;
  readonly home: string;
  readonly lookup: Lookup;
  /** Told of a variable without a value. */
  readonly missing: (name: string) => void;
  readonly warn: (message: string) => void;
  /** Leave `$X` as it is. */
  readonly keepVariables: boolean;
  /** Leave relative paths as they are. */
  readonly keepPaths: boolean;
  /** Files on the way here, to find a cycle of `include`. */
  readonly included: readonly string[];
}

/** @param looking what is being done with a file that is not there @throws ComposeError in Go's words */
export function readText(files: FileSystem, path: string, looking: "open" | "stat" = "open"): string {
  try {
    return files.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const verb = error.code === "EISDIR" ? "read" : looking;
    throw new ComposeError(`${verb} ${path}: ${error.message.toLowerCase()}`);
  }
}
