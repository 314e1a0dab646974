import { Failure } from "../command.ts";
import { isPasswordOf } from "../password.ts";
import { askSecret } from "../secret-line.ts";
import type { Asker } from "./asker.ts";

/** How long a password given is remembered, ms. */
const REMEMBERED_MS = 15 * 60_000;

/** Asks for the user's own password, three times, unless it was given here a short while ago. @throws Failure */
export async function authenticate({ run, process, files, user: { name } }: Asker, remember = true): Promise<void> {
  const { clock } = process.machine;
  const stamp = stampPath(name);
  if (files.exists(stamp) && clock.now() - files.stat(stamp).mtime < REMEMBERED_MS) return;
  if (run.has("n")) throw new Failure("a password is required");
  const prompt = (run.options.value("p") ?? `[sudo] password for ${name}: `).replaceAll("%u", name);
  for (let attempt = 1; attempt <= 3; attempt++) {
    const password = await askSecret(process, prompt, run.has("S"));
    if (password === undefined) {
      if (!process.tty && !run.has("S"))
        await run.warn(
          "a terminal is required to read the password; either use ssh's -t option or configure an askpass helper",
        );
      throw new Failure(
        attempt === 1 ? "a password is required" : `${attempt - 1} incorrect password attempt${attempt > 2 ? "s" : ""}`,
      );
    }
    if (isPasswordOf(files, name, password)) {
      if (!remember) return;
      files.mkdir("/run/sudo/ts", { recursive: true, mode: 0o700 });
      files.writeFile(stamp, "", { mode: 0o600 });
      return;
    }
    await process.sleep(2000);
    if (attempt < 3) await process.stderr.write("Sorry, try again.\n");
  }
  throw new Failure("3 incorrect password attempts");
}

/** `sudo -k`: the password will be asked for again. */
export function forget({ files, user }: Asker): void {
  const stamp = stampPath(user.name);
  if (files.exists(stamp)) files.unlink(stamp);
}

const stampPath = (name: string) => `/run/sudo/ts/${name}`;
