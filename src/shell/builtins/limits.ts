import { type Builtin, fail, parseOptions } from "./builtin.ts";

/** `umask [-p] [-S] [mode]` */
export const umask: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "pS", "umask [-p] [-S] [mode]");
  if (!parsed) return 2;
  const {
    options,
    rest: [mode],
  } = parsed;
  if (mode !== undefined) {
    if (/^[0-7]{1,4}$/.test(mode)) shell.umask = Number.parseInt(mode, 8) & 0o777;
    else {
      const changed = symbolic(mode, shell.umask);
      if (changed === undefined)
        return fail(
          shell,
          /^\d/.test(mode) ? `umask: ${mode}: octal number out of range` : `umask: \`${wrongCharacter(mode)}`,
        );
      shell.umask = changed;
    }
    return 0;
  }
  const octal = shell.umask.toString(8).padStart(4, "0");
  const letters = (shift: number) => {
    const allowed = ~(shell.umask >> shift) & 7;
    return `${allowed & 4 ? "r" : ""}${allowed & 2 ? "w" : ""}${allowed & 1 ? "x" : ""}`;
  };
  const text = options.has("S") ? `u=${letters(6)},g=${letters(3)},o=${letters(0)}` : octal;
  await shell.write(1, `${options.has("p") ? `umask ${options.has("S") ? "-S " : ""}` : ""}${text}\n`);
  return 0;
};

/** The first character that has no place in a symbolic mode, and of what it is none. */
function wrongCharacter(mode: string): string {
  const [good = ""] = /^(?:[ugoa]*[-+=][rwx]*,)*[ugoa]*(?:[-+=][rwx]*)?/.exec(mode) ?? [];
  const kind = /[-+=][rwx]*$/.test(good) ? "character" : "operator";
  return `${mode[good.length] ?? ""}': invalid symbolic mode ${kind}`;
}

/** `u=rwx,g=rx,o=`: what is allowed, so its complement is the mask. */
function symbolic(mode: string, mask: number): number | undefined {
  let allowed = ~mask & 0o777;
  for (const clause of mode.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!match) return undefined;
    const bits = [...(match[3] ?? "")].reduce((sum, letter) => sum | (letter === "r" ? 4 : letter === "w" ? 2 : 1), 0);
    const who = match[1] === "" || match[1]?.includes("a") ? "ugo" : (match[1] ?? "");
    for (const [letter, shift] of [
      ["u", 6],
      ["g", 3],
      ["o", 0],
    ] as const) {
      if (!who.includes(letter)) continue;
      if (match[2] === "=") allowed = (allowed & ~(7 << shift)) | (bits << shift);
      else if (match[2] === "+") allowed |= bits << shift;
      else allowed &= ~(bits << shift);
    }
  }
  return ~allowed & 0o777;
}

/** `times`: nothing in the lab takes processor time. */
export const times: Builtin = async (shell) => {
  await shell.write(1, "0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n");
  return 0;
};
