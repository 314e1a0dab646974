import { FileTree } from "../kernel/file-tree.ts";
import { HARDWARE } from "../kernel/hardware.ts";
import { holdsCapability } from "../kernel/holds-capability.ts";
import { directory, layer } from "../kernel/layer.ts";
import { optionsOf } from "../kernel/mount-table.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import { command, Failure } from "./command.ts";
import { mountsOf } from "./mounts-of.ts";

export const mount = command(
  {
    usage: "[-t type] [-o options] [--bind] SOURCE DIRECTORY",
    about: "Mount a filesystem, or show what is mounted.",
    short: "t:o:BRarvwl",
    long: "types:=t options:=o bind=B rbind=R all=a read-only=r verbose=v",
  },
  async (run) => {
    const [source, target] = run.operands;
    if (source === undefined) {
      for (const mounted of mountsOf(run.process)) {
        const { source: from, path, type } = mounted;
        if (run.options.value("t") !== undefined && run.options.value("t") !== type) continue;
        await run.out(`${from} on ${path} type ${type} (${optionsOf(mounted)})\n`);
      }
      return 0;
    }
    if (target === undefined) throw new Failure(`${source}: can't find in /etc/fstab.`);
    const { files, process } = run;
    if (process.user.uid !== 0) throw new Failure('only root can use "--options" option', 1);
    if (!holdsCapability(process, "SYS_ADMIN")) {
      if (run.busybox) throw new Failure("permission denied (are you root?)", 1);
      throw new Failure(`${target}: permission denied.`, 32);
    }
    if (!(files instanceof MountedFileSystem)) throw new Failure(`${target}: mount failed`, 32);
    const at = run.path(target);
    if (!files.exists(at)) throw new Failure(`${target}: mount point does not exist.`, 32);
    const options = (run.options.value("o") ?? "").split(",");
    const readOnly = run.has("r") || options.includes("ro");
    if (run.has("B") || run.has("R") || options.includes("bind")) {
      if (!files.exists(run.path(source))) throw new Failure(`${target}: special device ${source} does not exist.`, 32);
      files.mounts.bind(at, files.mounts, run.path(source), { readOnly });
      return 0;
    }
    if (run.options.value("t") === "tmpfs") {
      const tree = new FileTree(
        [layer({ "/": directory({ mode: 0o1777 }) }, process.machine.clock.now())],
        process.machine.clock,
      );
      const size = /^size=(\d+)([kmg]?)$/i.exec(options.find((option) => option.startsWith("size=")) ?? "");
      const capacity = size
        ? Number(size[1]) * 1024 ** " kmg".indexOf((size[2] || " ").toLowerCase())
        : HARDWARE.memory / 2;
      files.mounts.mount(at, tree, {
        source,
        type: "tmpfs",
        readOnly,
        capacity,
        ...(size ? { options: `relatime,size=${Math.ceil(capacity / 1024)}k` } : {}),
      });
      return 0;
    }
    throw new Failure(`${target}: special device ${source} does not exist.`, 32);
  },
);

export const umount = command(
  {
    usage: "[-fl] SOURCE|DIRECTORY...",
    about: "Unmount filesystems.",
    short: "aflrv",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const { files, process } = run;
    for (const name of run.operands) {
      const path = run.path(name);
      if (!holdsCapability(process, "SYS_ADMIN")) {
        await run.warn(
          run.busybox ? `can't unmount ${path}: Operation not permitted` : `${name}: must be superuser to unmount.`,
        );
        run.status = run.busybox ? 1 : 32;
      } else if (!files.exists(path)) {
        await run.warn(`${name}: no mount point specified.`);
        run.status = 32;
      } else {
        await run.try(
          () => files instanceof MountedFileSystem && files.mounts.unmount(path),
          (error) => (error.code === "EBUSY" ? `${name}: target is busy.` : `${name}: not mounted.`),
        );
        if (run.status === 1) run.status = 32;
      }
    }
    return run.status;
  },
);
