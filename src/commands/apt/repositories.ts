import { languageOf } from "../../cli/not-simulated.ts";
import { decode } from "../../kernel/bytes.ts";
import { openInput, openOutput } from "../../kernel/open.ts";
import { command, Failure } from "../command.ts";
import { wholeText } from "../text.ts";
import { distributionOf } from "./distribution.ts";

/** `apt-key`, as the last releases that have it warn of it; Debian 13 has it no more. */
export const aptKey = command(
  { usage: "[--keyring file] [command] [arguments]", about: "Manage apt's keyring.", long: "keyring:" },
  async (run) => {
    const [action, ...rest] = run.operands;
    const { codename } = distributionOf(run.files);
    if (["trixie", "forky", "sid"].includes(codename)) {
      await run.process.stderr.write(
        languageOf(run.process.env) === "es"
          ? "apt-key ya no existe desde Debian 13. Guarda la clave en /etc/apt/keyrings y nómbrala con signed-by en la fuente.\n"
          : "apt-key is gone since Debian 13. Keep the key in /etc/apt/keyrings and name it with signed-by in the source.\n",
      );
      return 127;
    }
    await run.process.stderr.write(
      "Warning: apt-key is deprecated. Manage keyring files in trusted.gpg.d instead (see apt-key(8)).\n",
    );
    if (action === "add") {
      const name = rest[0] ?? "-";
      const text = await wholeText(run.process, name === "-" ? run.process.stdin : openInput(run.process, name));
      if (!/BEGIN PGP PUBLIC KEY/.test(text)) throw new Failure("gpg: no valid OpenPGP data found.", 2);
      run.files.mkdir("/etc/apt/trusted.gpg.d", { recursive: true });
      run.files.writeFile("/etc/apt/trusted.gpg.d/apt-key.asc", text);
      await run.out("OK\n");
      return 0;
    }
    if (action === "list" || action === "finger" || action === "fingerprint") return 0;
    throw new Failure(`Usage: apt-key [--keyring file] [command] [arguments]`);
  },
);

/** `add-apt-repository "deb …"`: a line in /etc/apt/sources.list.d. */
export const addAptRepository = command(
  {
    usage: "[options] <sourceline>",
    about: "Add a source of packages.",
    short: "yrnuP:S:",
    long: "yes=y remove=r no-update=n update=u",
  },
  async (run) => {
    if (run.process.user.uid !== 0) throw new Failure("Error: must run as root");
    const line = run.operands.join(" ");
    if (line.startsWith("ppa:")) {
      await run.process.stderr.write(
        languageOf(run.process.env) === "es"
          ? "Este laboratorio no tiene los archivos personales (PPA) de Launchpad.\n"
          : "This playground does not have Launchpad's personal archives (PPA).\n",
      );
      return 1;
    }
    const match = /^deb\s+(?:\[[^\]]*\]\s+)?[a-z]+:\/\/(\S+)\s+\S+/.exec(line);
    if (!match) throw new Failure(`Unable to handle repository shortcut '${line}'`);
    const name = (match[1] ?? "").replace(/[^a-z0-9]+/g, "_");
    const path = `/etc/apt/sources.list.d/archive_uri-https_${name}.list`;
    if (run.has("r")) {
      if (run.files.exists(path)) run.files.unlink(path);
      return 0;
    }
    run.files.mkdir("/etc/apt/sources.list.d", { recursive: true });
    run.files.writeFile(path, `${line}\n`);
    await run.out(`Repository: '${line}'\nAdding deb entry to ${path}\n`);
    return 0;
  },
);

/** `gpg --dearmor`: a key from text to bytes. The rest of GnuPG is not simulated. */
export const gpg = command(
  {
    usage: "[options] --dearmor [file]",
    about: "Turn an armored key into binary.",
    short: "o:qv",
    long: "dearmor output:=o batch yes no-tty quiet=q",
  },
  async (run) => {
    if (!run.has("dearmor")) {
      await run.process.stderr.write(
        languageOf(run.process.env) === "es"
          ? "Este laboratorio solo simula «gpg --dearmor».\n"
          : 'This playground only simulates "gpg --dearmor".\n',
      );
      return 2;
    }
    const name = run.operands[0];
    const text = await wholeText(run.process, name === undefined ? run.process.stdin : openInput(run.process, name));
    const body = /-----BEGIN PGP[^-]*-----\n(?:[^\n]+: [^\n]*\n)*\n?([\s\S]*?)(?:\n=[^\n]*)?\n-----END PGP/.exec(
      text,
    )?.[1];
    if (body === undefined) throw new Failure("no valid OpenPGP data found.", 2);
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.from(atob(body.replace(/\s/g, "")), (char) => char.charCodeAt(0));
    } catch {
      throw new Failure("no valid OpenPGP data found.", 2);
    }
    // An old-format packet of a public key begins with this byte.
    const key = `${decode(Uint8Array.of(0x99))}${decode(bytes)}`;
    const output = run.options.value("o");
    await (output === undefined ? run.process.stdout : openOutput(run.process, output)).write(key);
    return 0;
  },
);
