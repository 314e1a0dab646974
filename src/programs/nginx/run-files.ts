import { FileError } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { ConfigError } from "./config-syntax.ts";

/**
 * Where nginx keeps what it cannot hold in memory, in its order: configure's --http-*-temp-path of the official image,
 * and of Debian's package, which brings the folder that they are in.
 */
const TEMPORARY = ["client", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `/var/cache/nginx/${name}_temp`);
const DEBIAN_HOME = "/var/lib/nginx";
const DEBIAN_TEMPORARY = ["body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${DEBIAN_HOME}/${name}`);

const PID_FILE = "/run/nginx.pid";

/** The user nginx of the image, whom its /etc/passwd here does not list. */
export const NGINX_UID = 101;

const NUMBERS: Readonly<Record<string, string>> = {
  EROFS: "30: Read-only file system",
  EACCES: "13: Permission denied",
  ENOENT: "2: No such file or directory",
};

/** Makes the folders for temporary files, as nginx does when it reads its configuration. @throws ConfigError */
export function makeTemporaryFolders({ files, user }: Process): void {
  for (const folder of files.exists(DEBIAN_HOME) ? DEBIAN_TEMPORARY : TEMPORARY) {
    if (files.exists(folder)) continue;
    attempt(`mkdir() "${folder}"`, () => files.mkdir(folder, { mode: 0o700 }));
    if (user.uid === 0) files.chown(folder, NGINX_UID, 0);
  }
}

/** Writes down the master's number; the file goes when it ends. @throws ConfigError */
export function writePid({ files, pid }: Process): void {
  attempt(`open() "${PID_FILE}"`, () => files.writeFile(PID_FILE, `${pid}\n`));
}

/** Removes the file with the master's process id, if it is there. */
export function removePid({ files }: Process): void {
  if (files.exists(PID_FILE)) files.unlink(PID_FILE);
}

function attempt(call: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ConfigError(`${call} failed (${NUMBERS[error.code] ?? error.message})`);
  }
}
