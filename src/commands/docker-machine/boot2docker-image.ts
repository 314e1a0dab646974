import { LAST_BOOT2DOCKER } from "../../programs/rootfs/boot2docker-host.ts";
import type { MachineRun } from "./machine-command.ts";
import { MachineError } from "./machine-error.ts";

const RELEASES = "https://github.com/boot2docker/boot2docker/releases/download";

/** The size of the last one, bytes. */
const IMAGE_SIZE = 59_768_832;

/** How long a download takes, and a copy, ms. */
const DOWNLOAD_MS = 6000;
const COPY_MS = 400;

const PROGRESS = "0%....10%....20%....30%....40%....50%....60%....70%....80%....90%....100%";

/** Fetches the newest boot2docker, unless it is there already; the same is used for all machines (docker/machine, mcnutils/b2d.go). */
export async function fetchLatest({ process, store, info }: MachineRun, machine: string): Promise<void> {
  const driver = (text: string) => info(`(${machine}) ${text}`);
  const { files } = process;
  const path = `${store.cache}/boot2docker.iso`;
  if (!files.exists(store.cache)) {
    await driver(`Image cache directory does not exist, creating it at ${store.cache}...`);
    files.mkdir(store.cache, { recursive: true, mode: 0o700 });
  }
  if (files.exists(path)) return;
  await driver("No default Boot2Docker ISO found locally, downloading the latest release...");
  await process.sleep(COPY_MS);
  await driver(`Latest release for github.com/boot2docker/boot2docker is v${LAST_BOOT2DOCKER}`);
  await driver(`Downloading ${path} from ${RELEASES}/v${LAST_BOOT2DOCKER}/boot2docker.iso...`);
  await process.sleep(DOWNLOAD_MS);
  await driver(PROGRESS);
  writeImage(process.files, path);
}

/** Gives a machine its copy. @param address where another boot2docker than the newest is; "" for none */
export async function copyToMachine(run: MachineRun, machine: string, address: string): Promise<void> {
  const { process, store, info } = run;
  const driver = (text: string) => info(`(${machine}) ${text}`);
  const folder = store.folderOf(machine);
  const path = `${folder}/boot2docker.iso`;
  if (address === "") {
    await driver(`Copying ${store.cache}/boot2docker.iso to ${path}...`);
    await process.sleep(COPY_MS);
  } else {
    await driver(`Downloading ${path} from ${address}...`);
    await process.sleep(DOWNLOAD_MS);
    await driver(PROGRESS);
  }
  process.files.mkdir(folder, { recursive: true, mode: 0o700 });
  writeImage(process.files, path);
}

function writeImage(files: MachineRun["process"]["files"], path: string): void {
  files.writeFile(path, "", { mode: 0o644, program: "boot2docker.iso", size: IMAGE_SIZE });
}

/**
 * The release that a --virtualbox-boot2docker-url names: one of the project's own.
 * @throws MachineError for what the lab cannot fetch
 */
export function releaseAt(address: string): string {
  if (address === "") return LAST_BOOT2DOCKER;
  const release =
    /^https:\/\/github\.com\/boot2docker\/boot2docker\/releases\/download\/v([\w.-]+)\/boot2docker\.iso$/.exec(
      address,
    )?.[1];
  if (release !== undefined) return release;
  const host = /^\w+:\/\/([^/:]+)/.exec(address)?.[1];
  throw new MachineError(
    host === undefined
      ? `Error creating machine: Error in driver during machine creation: open ${address.replace(/^file:\/\//, "")}: no such file or directory`
      : `Error creating machine: Error in driver during machine creation: Get ${address}: dial tcp: lookup ${host}: no such host`,
  );
}
