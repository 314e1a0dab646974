import type { FileSystem } from "../../kernel/filesystem.ts";
import { containerUser } from "../container/user.ts";
import { EngineError } from "../errors.ts";

/** Whom files belong to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom `--chown` or USER names, by the files of the stage. BuildKit takes a name that is not there for root, without a
 * word (buildkit, solver/llbsolver/file/user_linux.go).
 */
export function ownerOf(files: FileSystem, text: string): Owner {
  const [user = "", group] = text.split(":");
  const own = /^\d+$/.test(user) ? { uid: Number(user), gid: Number(user) } : known(files, user);
  if (group === undefined || group === "") return own;
  return { uid: own.uid, gid: /^\d+$/.test(group) ? Number(group) : known(files, `0:${group}`).gid };
}

function known(files: FileSystem, text: string): Owner {
  try {
    const { uid, gid } = containerUser(files, text);
    return { uid, gid };
  } catch (error) {
    if (error instanceof EngineError) return { uid: 0, gid: 0 };
    throw error;
  }
}
