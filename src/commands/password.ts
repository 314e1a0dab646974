import type { FileSystem } from "../kernel/filesystem.ts";
import type { Process } from "../kernel/process.ts";
import { editRows, readRows, shadowDay } from "./account-files.ts";
import { askSecret } from "./secret-line.ts";
import { newSalt, passwordMatches, shaCrypt } from "./sha-crypt.ts";

/** The password field of a user in /etc/shadow; undefined when it has no row. */
export function passwordEntry(files: FileSystem, name: string): string | undefined {
  return readRows(files, "shadow").find((row) => row[0] === name)?.[1];
}

/** Whether a user may come in with this password: an empty field asks for none, `!` and `*` let nobody in. */
export function isPasswordOf(files: FileSystem, name: string, password: string): boolean {
  const entry = passwordEntry(files, name);
  if (entry === undefined) return false;
  return entry === "" ? password === "" : passwordMatches(password, entry);
}

/** Gives a user a password. */
export function setPassword(process: Process, files: FileSystem, name: string, password: string): void {
  const { random, clock } = process.machine;
  const entry = shaCrypt(
    password,
    newSalt((limit) => random.below(limit)),
  );
  editRows(files, "shadow", (row) => {
    if (row[0] !== name) return row;
    row[1] = entry;
    row[2] = shadowDay(clock.now());
    return row;
  });
}

/** Asks for a new password twice. @returns the password, or what is wrong, in pam_unix's words */
export async function askNewPassword(
  process: Process,
  fromInput: boolean,
): Promise<{ readonly password: string } | { readonly fault: string }> {
  const first = await askSecret(process, "New password: ", fromInput);
  if (first === undefined || first === "") return { fault: "No password has been supplied." };
  const second = await askSecret(process, "Retype new password: ", fromInput);
  return first === second ? { password: first } : { fault: "Sorry, passwords do not match." };
}
