import { certify } from "./certificates.ts";
import type { MachineRun } from "./machine-command.ts";

/** Makes what is missing of the authority and of this client's own certificate (docker/machine, libmachine/cert/bootstrap.go). */
export async function bootstrapCertificates({ process, store, info }: MachineRun): Promise<void> {
  const { files, machine, env } = process;
  const { random, clock } = machine;
  const folder = store.certificates;
  const organization = env.USER || "unknown";
  const path = (name: string) => `${folder}/${name}.pem`;
  files.mkdir(folder, { recursive: true, mode: 0o700 });
  const write = (pair: { certificate: string; key: string }, certificate: string, key: string) => {
    files.writeFile(path(certificate), pair.certificate, { mode: 0o644 });
    files.writeFile(path(key), pair.key, { mode: 0o600 });
  };
  if (!files.exists(path("ca"))) {
    await info(`Creating CA: ${path("ca")}`);
    write(certify(random, clock.now(), { organization }), "ca", "ca-key");
  }
  if (files.exists(path("cert"))) return;
  await info(`Creating client certificate: ${path("cert")}`);
  const authority = { certificate: files.readFile(path("ca")), key: files.readFile(path("ca-key")) };
  write(certify(random, clock.now(), { organization: `${organization}.<bootstrap>`, authority }), "cert", "key");
}
