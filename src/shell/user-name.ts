import type { Shell } from "./shell.ts";

/** The user's name, by /etc/passwd. */
export function userName({ process }: Shell): string {
  const { uid } = process.user;
  try {
    const line = process.files
      .readFile("/etc/passwd")
      .split("\n")
      .find((entry) => entry.split(":")[2] === String(uid));
    return line?.split(":")[0] ?? "I have no name!";
  } catch {
    return uid === 0 ? "root" : "I have no name!";
  }
}
