import type { Program } from "../kernel/process.ts";
import { chgrp, chmod, chown } from "./chmod.ts";
import { cp } from "./cp.ts";
import { df } from "./df.ts";
import { du } from "./du.ts";
import { file } from "./file.ts";
import { find } from "./find.ts";
import { ln } from "./ln.ts";
import { dir, ls } from "./ls.ts";
import { mkdir } from "./mkdir.ts";
import { mount, umount } from "./mount.ts";
import { mv } from "./mv.ts";
import { basename, dirname, mktemp, readlink, realpath, truncate } from "./paths.ts";
import { rm } from "./rm.ts";
import { rmdir } from "./rmdir.ts";
import { stat } from "./stat.ts";
import { touch } from "./touch.ts";
import { tree } from "./tree.ts";

/** What lists, makes, moves and deletes files, by name. */
export const fileTools: Readonly<Record<string, Program>> = {
  ...{ basename, chgrp, chmod, chown, cp, df, dir, dirname, du, file, find, ln, ls, mkdir, mktemp, mount, mv },
  ...{ readlink, realpath, rm, rmdir, stat, touch, tree, truncate, umount },
};
