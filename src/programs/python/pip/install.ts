import { languageOf } from "../../../cli/not-simulated.ts";
import type { Options } from "../../../commands/options.ts";
import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import { NetworkError } from "../../../kernel/network-error.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Installation } from "../installation.ts";
import { type Distribution, formatSize, loadIndex, normalised } from "./index.ts";
import { compareVersions, keyOf, parseRequirement } from "./requirement.ts";
import { Conflict, type Found, installationOrder, NoVersion, resolve, type Settled, type Wanted } from "./resolve.ts";
import { Site } from "./site.ts";

/** Bytes a second that PyPI gives. */
const SPEED = 11_200_000;

/** From this size on, a download has a bar. */
const BAR_FROM = 512 * 1024;

/** pip's own errors: `ERROR: …`. */
export class PipError extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "PipError";
    this.status = status;
  }
}

/** What the command line and `-r` files ask for. @throws PipError */
export function wantedOf(process: Process, words: readonly string[], files: readonly string[]): Wanted[] {
  const typed = words.map((word): Wanted => {
    const requirement = parseRequirement(word);
    if (!requirement)
      throw new PipError(
        /[/]|^\.+$/.test(word)
          ? `Directory '${word}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.`
          : `Invalid requirement: '${word}'`,
      );
    return { requirement, from: undefined };
  });
  return [...typed, ...files.flatMap((file) => fromFile(process, file))];
}

function fromFile(process: Process, file: string): Wanted[] {
  let text: string;
  try {
    text = process.files.readFile(resolvePath(process.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new PipError(
      `Could not open requirements file: [Errno ${error.code === "EACCES" ? 13 : error.code === "EISDIR" ? 21 : 2}] ${error.message}: '${file}'`,
    );
  }
  return text.split("\n").flatMap((line, index) => {
    const bare = line.replace(/(^|\s)#.*$/, "").trim();
    if (bare === "" || bare.startsWith("-")) return [];
    const requirement = parseRequirement(bare);
    if (!requirement)
      throw new PipError(
        `Invalid requirement: '${bare}': Expected end or semicolon (from line ${index + 1} of ${file})`,
      );
    return [{ requirement, from: `-r ${file} (line ${index + 1})` }];
  });
}

/** Whether PyPI answers. */
function isOnline({ machine: { network } }: Process): boolean {
  try {
    const [address = ""] = network.resolve("pypi.org");
    network.router.route(address, 443, "tcp");
    return true;
  } catch (error) {
    if (error instanceof NetworkError) return false;
    throw error;
  }
}

/** The same installation with its packages in the user's home, for who may not write where they belong. */
function writable(
  process: Process,
  installation: Installation,
  asked: boolean,
): { installation: Installation; user: boolean } {
  const { files, env } = process;
  const { packages, series, environment } = installation;
  let folder = packages;
  while (!files.exists(folder)) folder = folder.replace(/\/[^/]*$/, "") || "/";
  if (!asked && (environment !== undefined || files.allows(folder, 2))) return { installation, user: false };
  const home = env.HOME ?? "/";
  const local = { packages: `${home}/.local/lib/python${series}/site-packages`, scripts: `${home}/.local/bin` };
  return { installation: { ...installation, ...local }, user: true };
}

/** `pip install`. @throws PipError */
export async function install(process: Process, found: Installation, options: Options): Promise<number> {
  const say = (text: string) => (options.has("q") ? Promise.resolve() : process.stdout.write(text));
  const files = options.values("r");
  if (options.operands.length === 0 && files.length === 0)
    throw new PipError('You must give at least one requirement to install (see "pip help install")');
  const roots = wantedOf(process, options.operands, files);
  if (found.managed !== undefined && !options.has("break-system-packages")) throw managedError(process, found.managed);
  const { installation, user } = writable(process, found, options.has("user"));
  if (user && !options.has("user"))
    await say("Defaulting to user installation because normal site-packages is not writeable\n");
  const site = new Site(process, installation);
  const index = await loadIndex(process.machine.clock, installation.series);
  const upgrade = new Set(options.has("U") ? roots.map(({ requirement }) => keyOf(requirement)) : []);
  const present = (name: string) => {
    const one = site.get(name);
    if (!one || options.has("force-reinstall")) return undefined;
    const newest = index[name]?.version;
    // -U: what was named is replaced when there is a newer one.
    return upgrade.has(name) && newest !== undefined && compareVersions(newest, one.version) > 0 ? undefined : one;
  };
  const online = isOnline(process);
  const look = async ({ wanted, present: version, distribution }: Found) => {
    const from = wanted.from === undefined ? "" : ` (from ${wanted.from})`;
    if (version !== undefined) {
      const { location = "" } = site.get(keyOf(wanted.requirement)) ?? {};
      await say(`Requirement already satisfied: ${wanted.requirement.text} in ${location}${from} (${version})\n`);
      return;
    }
    if (!online || !distribution) {
      await retries(process, keyOf(wanted.requirement));
      throw new NoVersion(wanted, []);
    }
    await say(`Collecting ${wanted.requirement.text}${from}\n`);
    await process.sleep(60);
    await describe(process, say, fileName(distribution, installation), distribution);
  };
  let plan: Settled[];
  try {
    plan = await resolve(roots, index, present, look);
  } catch (error) {
    if (error instanceof NoVersion) throw await noVersion(process, error, online);
    if (error instanceof Conflict) throw conflict(error);
    throw error;
  }
  const settled = plan.map(({ distribution }) => distribution);
  const called = (one: Distribution) => plan.find(({ distribution }) => distribution === one)?.asked ?? one.name;
  if (settled.length === 0) return afterwards(process, installation, user);
  for (const one of settled) if (!isSource(one)) await download(process, say, fileName(one, installation), one);
  const sources = settled.filter(isSource);
  if (sources.length > 0) await build(process, say, sources);
  const order = installationOrder(settled);
  await say(`Installing collected packages: ${order.map(called).join(", ")}
`);
  for (const one of order) {
    const old = site.get(one.name);
    if (old && old.folder !== "") {
      await say(
        `  Attempting uninstall: ${normalised(one.name)}\n    Found existing installation: ${old.name} ${old.version}\n    Uninstalling ${old.name}-${old.version}:\n      Successfully uninstalled ${old.name}-${old.version}\n`,
      );
      site.uninstall(old);
    }
    await process.sleep(40 + one.unpacked / 60_000);
    site.install(one);
  }
  const done = order.map((one) => `${called(one)}-${one.version}`).sort();
  await say(`${order.length > 1 ? "\n" : ""}Successfully installed ${done.join(" ")}\n`);
  return afterwards(process, installation, user);
}

/** Root is warned where its pip and a distribution's could come in each other's way. */
async function afterwards(process: Process, { environment }: Installation, user: boolean): Promise<number> {
  if (process.user.uid === 0 && environment === undefined && !user && process.env.PIP_ROOT_USER_ACTION !== "ignore")
    await process.stderr.write(
      "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager, possibly rendering your system unusable. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv. Use the --root-user-action option if you know what you are doing and want to suppress this warning.\n",
    );
  return 0;
}

const isSource = ({ wheel }: Distribution) => wheel.endsWith(".tar.gz");

const fileName = ({ wheel }: Distribution, { series }: Installation) =>
  wheel.replaceAll("cp311", `cp${series.replace(".", "")}`);

type Say = (text: string) => Promise<void>;

/** What is read before a package is chosen: its metadata, or the whole of a source archive. */
async function describe(process: Process, say: Say, name: string, one: Distribution): Promise<void> {
  if (!isSource(one)) {
    await say(`  Downloading ${name}.metadata (${formatSize(one.metadata)})\n`);
    return;
  }
  await download(process, (text) => say(`  ${text}`), name, one);
  for (const step of [
    "Installing build dependencies",
    "Getting requirements to build wheel",
    "Preparing metadata (pyproject.toml)",
  ])
    await spin(process, say, `  ${step}`);
}

/** A step with a spinner: on a terminal one line, else its beginning and its end. */
async function spin(process: Process, say: Say, step: string): Promise<void> {
  await say(process.stdout.isTTY ? `${step} ... ` : `${step}: started\n`);
  await process.sleep(600);
  await say(process.stdout.isTTY ? "done\n" : `${step}: finished with status 'done'\n`);
}

async function download(process: Process, say: Say, name: string, one: Distribution): Promise<void> {
  await say(`Downloading ${name} (${formatSize(one.size)})\n`);
  await process.sleep((one.size / SPEED) * 1000);
  if (one.size < BAR_FROM) return;
  const total = one.size > 1_000_000 ? `${(one.size / 1_000_000).toFixed(1)}` : (one.size / 1000).toFixed(1);
  const unit = one.size > 1_000_000 ? "MB" : "kB";
  await say(`   ${"━".repeat(40)} ${total}/${total} ${unit} ${(SPEED / 1_000_000).toFixed(1)} MB/s  0:00:00\n`);
}

async function build(process: Process, say: Say, sources: readonly Distribution[]): Promise<void> {
  const names = sources.map(({ name }) => normalised(name)).join(", ");
  await say(`Building wheels for collected packages: ${names}\n`);
  for (const one of sources) {
    await spin(process, say, `  Building wheel for ${normalised(one.name)} (pyproject.toml)`);
    const wheel = `${one.name.replaceAll("-", "_")}-${one.version}-py3-none-any.whl`;
    await say(
      `  Created wheel for ${normalised(one.name)}: filename=${wheel} size=${Math.round(one.size * 1.1)} sha256=${process.machine.random.hex(64)}\n`,
    );
    await say(`  Stored in directory: /tmp/pip-ephem-wheel-cache-${process.machine.random.hex(8)}/wheels\n`);
  }
  await say(`Successfully built ${names.replaceAll(",", "")}\n`);
}

async function retries(process: Process, name: string): Promise<void> {
  for (let left = 4; left >= 0; left--) {
    await process.stderr.write(
      `WARNING: Retrying (Retry(total=${left}, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f${process.machine.random.hex(10)}>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/${name}/\n`,
    );
    await process.sleep(500 * 2 ** (4 - left));
  }
}

async function noVersion(process: Process, { wanted, versions }: NoVersion, online: boolean): Promise<PipError> {
  const { text, name } = wanted.requirement;
  const from = wanted.from === undefined ? "" : ` (from ${wanted.from})`;
  const list = versions.length === 0 ? "from versions: none" : `from versions: ${versions.join(", ")}`;
  const note = !online
    ? ""
    : languageOf(process.env) === "es"
      ? `\n(Este laboratorio solo tiene los paquetes de Python del curso, en una versión: en PyPI puede haber más.)`
      : `\n(This playground has the course's Python packages only, in one version: PyPI may have more.)`;
  return new PipError(
    `Could not find a version that satisfies the requirement ${text}${from} (${list})\nERROR: No matching distribution found for ${versions.length === 0 && wanted.requirement.specifiers.length === 0 ? name : text}${note}`,
  );
}

function conflict({ wanted }: Conflict): PipError {
  const texts = wanted.map(({ requirement, from }) =>
    from === undefined
      ? `    The user requested ${requirement.text}`
      : `    ${from.split("->")[0]} depends on ${requirement.text}`,
  );
  const [first] = wanted;
  return new PipError(
    `Cannot install ${wanted.map(({ requirement, from }) => from?.split("->")[0] ?? requirement.text).join(" and ")} because these package versions have conflicting dependencies.\n\n` +
      `The conflict is caused by:\n${texts.join("\n")}\n\nTo fix this you could try to:\n1. loosen the range of package versions you've specified\n2. remove package versions to allow pip to attempt to solve the dependency conflict\n\n` +
      `ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts${first ? "" : ""}`,
  );
}

/** What pip says where a distribution keeps it out (PEP 668), with the distribution's own words. */
function managedError(process: Process, path: string): PipError {
  const text = /Error=([\s\S]*)/.exec(process.files.readFile(path))?.[1] ?? "";
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^ /, ""));
  const [first = "", ...rest] = lines;
  const body = [`╰─> ${first}`, ...rest.map((line) => `    ${line}`)].join("\n");
  return new PipError(
    `error: externally-managed-environment\n\n× This environment is externally managed\n${body}\n\n` +
      "note: If you believe this is a mistake, please contact your Python installation or OS distribution provider. You can override this, at the risk of breaking your Python installation or OS, by passing --break-system-packages.\n" +
      "hint: See PEP 668 for the detailed specification.",
  );
}
