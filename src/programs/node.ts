import { languageOf } from "../cli/not-simulated.ts";
import type { Program } from "../kernel/process.ts";

/** Where a distribution's package tells which version it is of. */
const PACKAGED = "/usr/share/doc/nodejs/VERSION";

/** Node.js as far as its version: there is no JavaScript engine for containers here, and it says so. */
export const node: Program = async ({ args, env, files, stdout, stderr }) => {
  const [first = ""] = args.slice(1);
  if (first === "-v" || first === "--version") {
    const packaged = files.exists(PACKAGED) ? files.readFile(PACKAGED) : undefined;
    await stdout.write(`v${packaged ?? env.NODE_VERSION ?? "24.21.0"}\n`);
    return 0;
  }
  await stderr.write(
    languageOf(env) === "es"
      ? "Este laboratorio no ejecuta JavaScript dentro de contenedores: solo «node --version».\n"
      : 'This playground does not run JavaScript inside containers: only "node --version".\n',
  );
  return 1;
};
