import type { Exercises } from "../exercise.ts";
import type { LabView } from "../lab-view.ts";

/** The groups of a user of the machine; none when there is no such user. */
async function groupsOf(lab: LabView, user: string): Promise<readonly string[]> {
  const { output, exit } = await lab.ask(`id -nG ${user}`);
  return exit === 0 ? output.trim().split(" ") : [];
}

const exists = async (lab: LabView, user: string) => (await groupsOf(lab, user)).length > 0;

const isIn = async (lab: LabView, user: string, group: string) => (await groupsOf(lab, user)).includes(group);

export const exercises: Exercises = {
  "otra-persona": {
    goals: [
      {
        es: "`ana` existe, con su carpeta y `bash`.",
        en: "`ana` exists, with a home folder and `bash`.",
        met: async (lab) =>
          /^ana:.*:\/home\/ana:\/bin\/bash$/m.test((await lab.file("/etc/passwd")) ?? "") &&
          (await lab.ask("test -d /home/ana")).exit === 0,
      },
      {
        es: "`ana` puede usar Docker.",
        en: "`ana` can use Docker.",
        met: (lab) => isIn(lab, "ana", "docker"),
      },
      {
        es: "`ana` no está en `sudo`.",
        en: "`ana` is not in `sudo`.",
        met: async (lab) => (await exists(lab, "ana")) && !(await isIn(lab, "ana", "sudo")),
      },
      {
        es: "`dev` sigue en `sudo` y en `docker`.",
        en: "`dev` is still in `sudo` and in `docker`.",
        met: async (lab) => (await isIn(lab, "dev", "sudo")) && (await isIn(lab, "dev", "docker")),
      },
    ],
    wrongTurns: [
      {
        es: "`dev` ha perdido el grupo `sudo`: un `usermod -G` sin `-a` sustituye la lista. Devuélveselo con `usermod -aG sudo dev`.",
        en: "`dev` has lost the group `sudo`: `usermod -G` without `-a` replaces the list. Give it back with `usermod -aG sudo dev`.",
        seen: async (lab) => !(await isIn(lab, "dev", "sudo")),
      },
      {
        es: "`ana` está en `sudo`: es administradora. Sácala con `gpasswd -d ana sudo`.",
        en: "`ana` is in `sudo`, which makes her an administrator. Take her out with `gpasswd -d ana sudo`.",
        seen: (lab) => isIn(lab, "ana", "sudo"),
      },
      {
        es: "`ana` no tiene carpeta: faltó `-m`. Bórrala con `userdel ana` y créala otra vez.",
        en: "`ana` has no home folder: `-m` was missing. Remove her with `userdel ana` and create her again.",
        seen: async (lab) => (await exists(lab, "ana")) && (await lab.ask("test -d /home/ana")).exit !== 0,
      },
      {
        es: "`ana` existe, pero no está en el grupo `docker`.",
        en: "`ana` exists, but is not in the group `docker`.",
        seen: async (lab) => (await exists(lab, "ana")) && !(await isIn(lab, "ana", "docker")),
      },
    ],
  },
};
