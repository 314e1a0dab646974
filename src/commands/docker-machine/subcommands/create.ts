import { languageOf } from "../../../cli/not-simulated.ts";
import { BOOT2DOCKER_USER } from "../../../programs/rootfs/boot2docker-host.ts";
import { boot, detect } from "../boot.ts";
import { copyToMachine, fetchLatest, releaseAt } from "../boot2docker-image.ts";
import { bootstrapCertificates } from "../bootstrap-certificates.ts";
import { CREATE_FLAGS, ONLY_NOTED } from "../create-flags.ts";
import { checkedUrl, machineOf } from "../driver.ts";
import { requireDriver } from "../drivers.ts";
import type { MachineCommand, MachineRun } from "../machine-command.ts";
import type { MachineConfig } from "../machine-config.ts";
import { MachineError } from "../machine-error.ts";
import { newConfig } from "../new-config.ts";
import { setUp } from "../set-up.ts";
import { publicKeyOf } from "../ssh-key.ts";

const CREATE_VM_MS = 900;
const STEP_MS = 400;

/** `docker-machine create NAME`: a virtual machine with Docker in it. */
export const create: MachineCommand = {
  name: "create",
  usage: "Create a machine",
  description:
    "Run 'docker-machine create --driver name --help' to include the create flags for that driver in the help text.",
  flags: CREATE_FLAGS,
  async run(run) {
    const { line, process, store, info } = run;
    requireDriver(line.text("driver"), process);
    const name = await checkedName(run);
    refuseClassicSwarm(run);
    if (line.isSet("engine-install-url"))
      throw new MachineError(
        "Error setting machine configuration from flags provided: --engine-install-url cannot be used with the virtualbox driver, use --virtualbox-boot2docker-url instead",
      );
    if (store.exists(name)) throw new MachineError(`Docker machine ${JSON.stringify(name)} already exists`);
    await tellOfNoted(run);
    const config = newConfig(name, line, store, process.machine.random);
    const release = releaseAt(config.Driver.Boot2DockerURL);
    await bootstrapCertificates(run);
    await info("Running pre-create checks...");
    await process.sleep(STEP_MS);
    if (run.virtualBox.isTaken(name)) throw new MachineError(`Error with pre-create check: ${takenText(run, name)}`, 3);
    if (config.Driver.Boot2DockerURL === "") await fetchLatest(run, name);
    store.save(config);
    await info("Creating machine...");
    await createMachine(run, config, release);
    await setUpNew(run, config);
    await info(
      `To see how to connect your Docker Client to the Docker Engine running on this virtual machine, run: ${run.called[0]} env ${name}`,
    );
    return 0;
  },
};

/** @throws MachineError when there is no name, or more than one, or none that a host may have */
async function checkedName({ line, showHelp }: MachineRun): Promise<string> {
  const [name, ...more] = line.args;
  if (more.length > 0) throw new MachineError(`Invalid command line. Found extra arguments [${more.join(" ")}]`);
  if (name === undefined) {
    await showHelp();
    throw new MachineError("Error: No machine name specified");
  }
  if (!/^[a-zA-Z0-9][a-zA-Z0-9\-.]*$/.test(name))
    throw new MachineError(
      "Error creating machine: Invalid hostname specified. Allowed hostname chars are: 0-9a-zA-Z . -",
    );
  return name;
}

/** What VirtualBox does: an image to start from, a key for ssh, a machine, and its power. */
async function createMachine(run: MachineRun, config: MachineConfig, release: string): Promise<void> {
  const { process, store, virtualBox, info } = run;
  const { files } = process;
  const { Name: name, Driver } = config;
  const driver = (text: string) => info(`(${name}) ${text}`);
  const folder = store.folderOf(name);
  await copyToMachine(run, name, Driver.Boot2DockerURL);
  await driver("Creating VirtualBox VM...");
  await process.sleep(CREATE_VM_MS);
  await driver("Creating SSH key...");
  const key = publicKeyOf(process.machine.random);
  files.writeFile(Driver.SSHKeyPath, privateKeyText(run), { mode: 0o600 });
  files.writeFile(`${Driver.SSHKeyPath}.pub`, key, { mode: 0o600 });
  files.writeFile(`${folder}/disk.vmdk`, "", { mode: 0o600, program: "disk.vmdk", size: 38_207_488 });
  files.mkdir(`${folder}/${name}/Logs`, { recursive: true });
  await process.sleep(STEP_MS);
  const machine = virtualBox.create(name, release);
  const { uid, gid, home } = BOOT2DOCKER_USER;
  machine.files.writeFile(`${home}/.ssh/authorized_keys`, key, { mode: 0o600 });
  machine.files.chown(`${home}/.ssh/authorized_keys`, uid, gid);
  await driver("Starting the VM...");
  await boot(run, machine);
}

async function setUpNew(run: MachineRun, config: MachineConfig): Promise<void> {
  const { info, store } = run;
  await info("Waiting for machine to be running, this may take a few minutes...");
  await info("Detecting operating system of created instance...");
  await detect(run);
  await info("Provisioning with boot2docker...");
  await setUp(run, config);
  await info("Checking connection to Docker...");
  checkedUrl(run, config);
  await info("Docker is up and running!");
  config.Driver.IPAddress = machineOf(run, config).address;
  store.save(config);
}

/** @throws MachineError: the Swarm of before Docker 1.12 is gone */
function refuseClassicSwarm({ line, process }: MachineRun): void {
  const flag = CREATE_FLAGS.flatMap(({ names: [name = ""] }) =>
    name.startsWith("swarm") && line.isSet(name) ? [name] : [],
  )[0];
  if (flag === undefined) return;
  throw new MachineError(
    languageOf(process.env) === "es"
      ? `--${flag} era del Docker Swarm clásico, el anterior a Docker 1.12, que ya no existe. Crea la máquina sin él y usa docker swarm init dentro.`
      : `--${flag} was for the classic Docker Swarm, the one before Docker 1.12, which is gone. Create the machine without it and use docker swarm init inside.`,
  );
}

/** Says which flags the lab only writes down. */
async function tellOfNoted({ line, process, warn }: MachineRun): Promise<void> {
  const given = ONLY_NOTED.filter((name) => line.isSet(name)).map((name) => `--${name}`);
  if (given.length === 0) return;
  const list = given.join(", ");
  await warn(
    languageOf(process.env) === "es"
      ? `(el laboratorio anota ${list} en la configuración de la máquina, pero todas sus máquinas son iguales por dentro)`
      : `(the lab writes ${list} down in the machine's configuration, but all its machines are alike inside)`,
  );
}

const takenText = ({ process }: MachineRun, name: string) =>
  languageOf(process.env) === "es"
    ? `el laboratorio ya tiene una máquina ${name}; elige otro nombre`
    : `the lab has a machine ${name} already; choose another name`;

const privateKeyText = ({ process }: MachineRun) =>
  languageOf(process.env) === "es"
    ? "Este laboratorio no simula las claves privadas: basta con la pública.\n"
    : "This lab does not simulate private keys: the public one is enough.\n";
