import { BOOT2DOCKER_FOLDER } from "../../programs/rootfs/boot2docker-host.ts";
import { certify } from "./certificates.ts";
import { API_PORT, machineOf } from "./driver.ts";
import type { MachineRun } from "./machine-command.ts";
import type { MachineConfig } from "./machine-config.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

/** Each step over ssh, and a Docker that starts again, ms. */
const STEP_MS = 700;

/**
 * Gives a machine's Docker its certificates and its options and starts it again with them (docker/machine,
 * libmachine/provision: ConfigureAuth and boot2docker.go).
 */
export async function setUp(run: MachineRun, config: MachineConfig): Promise<void> {
  const { process, store, info } = run;
  const { files, machine } = process;
  const there = machineOf(run, config);
  const folder = store.folderOf(config.Name);
  const own = (name: string) => `${store.certificates}/${name}.pem`;
  const organization = `${process.env.USER || "unknown"}.${config.Name}`;
  await info("Copying certs to the local machine directory...");
  files.mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of ["ca", "cert", "key"])
    files.writeFile(`${folder}/${name}.pem`, files.readFile(own(name)), { mode: name === "key" ? 0o600 : 0o644 });
  const server = certify(machine.random, machine.clock.now(), {
    organization,
    addresses: [there.address, "localhost"],
    authority: { certificate: files.readFile(own("ca")), key: files.readFile(own("ca-key")) },
  });
  files.writeFile(`${folder}/server.pem`, server.certificate, { mode: 0o644 });
  files.writeFile(`${folder}/server-key.pem`, server.key, { mode: 0o600 });
  await process.sleep(STEP_MS);
  await info("Copying certs to the remote machine...");
  there.files.writeFile(`${BOOT2DOCKER_FOLDER}/ca.pem`, files.readFile(own("ca")));
  there.files.writeFile(`${BOOT2DOCKER_FOLDER}/server.pem`, server.certificate);
  there.files.writeFile(`${BOOT2DOCKER_FOLDER}/server-key.pem`, server.key, { mode: 0o600 });
  await process.sleep(STEP_MS);
  await info("Setting Docker configuration on the remote daemon...");
  writeProfile(there, config);
  await there.restartDocker();
  await process.sleep(STEP_MS);
}

/** What its init script reads. */
function writeProfile(there: VirtualMachine, { HostOptions, DriverName }: MachineConfig): void {
  const { EngineOptions: engine } = HostOptions;
  const labels = [...engine.Labels, `provider=${DriverName}`];
  const lines = [
    ...labels.map((label) => `--label ${label}`),
    ...engine.InsecureRegistry.map((registry) => `--insecure-registry ${registry}`),
    ...engine.RegistryMirror.map((mirror) => `--registry-mirror ${mirror}`),
    ...engine.ArbitraryFlags.map((flag) => `--${flag}`),
  ];
  there.files.writeFile(
    `${BOOT2DOCKER_FOLDER}/profile`,
    `\nEXTRA_ARGS='\n${lines.join("\n")}\n\n'\nCACERT=${BOOT2DOCKER_FOLDER}/ca.pem\nDOCKER_HOST='-H tcp://0.0.0.0:${API_PORT}'\n` +
      `DOCKER_STORAGE=${engine.StorageDriver || "overlay2"}\nDOCKER_TLS=auto\nSERVERKEY=${BOOT2DOCKER_FOLDER}/server-key.pem\n` +
      `SERVERCERT=${BOOT2DOCKER_FOLDER}/server.pem\n\n${engine.Env.map((text) => `export "${text}"\n`).join("")}\n`,
  );
  there.setLabels(labels);
}
