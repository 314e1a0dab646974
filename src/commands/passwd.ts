import { editRows, readRows } from "./account-files.ts";
import { findUser } from "./accounts.ts";
import { command, Failure } from "./command.ts";
import { askNewPassword, isPasswordOf, passwordEntry, setPassword } from "./password.ts";
import { askSecret } from "./secret-line.ts";
import { wholeText } from "./text.ts";

const TOKEN_ERROR = "Authentication token manipulation error";
const UNCHANGED = 10;

/** `passwd [USER]`: one's own password, or for root anybody's. */
export const passwd = command(
  {
    usage: "[options] [LOGIN]",
    about: "Change user password.",
    short: "adehi:klqr:R:P:Sun:w:x:s",
    long: "all=a delete=d expire=e lock=l unlock=u status=S quiet=q stdin=s",
    failure: 2,
  },
  async (run) => {
    const { files, process } = run;
    const asker = findUser(files, String(process.user.realUid ?? process.user.uid));
    const name = run.operands[0] ?? asker?.name ?? "";
    const user = findUser(files, name);
    if (user?.name !== name) throw new Failure(`user '${name}' does not exist`);
    const isRoot = asker?.uid === 0;
    if (!isRoot && asker?.name !== name)
      throw new Failure(`You may not view or modify password information for ${name}.`);
    if (run.has("S")) {
      const row = readRows(files, "shadow").find((fields) => fields[0] === name);
      const [, entry = "", day = "", ...limits] = row ?? [];
      const state = entry === "" ? "NP" : /^[!*]/.test(entry) ? "L" : "P";
      const date = new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
      const numbers = limits.slice(0, 4).map((text) => (text === "" ? "-1" : text));
      await run.out(`${name} ${state} ${date} ${numbers.join(" ")}\n`);
      return 0;
    }
    const locked = run.has("l") || run.has("u") || run.has("d");
    if (locked) {
      if (!isRoot) throw new Failure("Permission denied.");
      editRows(files, "shadow", (row) => {
        if (row[0] !== name) return row;
        const bare = (row[1] ?? "").replace(/^!/, "");
        row[1] = run.has("d") ? "" : run.has("l") ? `!${bare}` : bare;
        return row;
      });
      await run.out("passwd: password changed.\n");
      return 0;
    }
    const fromInput = !process.stdin.isTTY;
    if (!isRoot) {
      await run.out(`Changing password for ${name}.\n`);
      if (passwordEntry(files, name) !== "") {
        const current = await askSecret(process, "Current password: ", fromInput);
        if (current === undefined || !isPasswordOf(files, name, current)) {
          await process.sleep(2000);
          throw new Failure(`${TOKEN_ERROR}\npasswd: password unchanged`, UNCHANGED);
        }
      }
    }
    const answer = await askNewPassword(process, fromInput);
    if ("fault" in answer) {
      await process.stderr.write(`${answer.fault}\n`);
      throw new Failure(`${TOKEN_ERROR}\npasswd: password unchanged`, UNCHANGED);
    }
    setPassword(process, files, name, answer.password);
    await run.out("passwd: password updated successfully\n");
    return 0;
  },
);

/** `chpasswd`: lines of NAME:PASSWORD on standard input. */
export const chpasswd = command(
  { usage: "[options]", about: "Update passwords in batch mode.", short: "c:emR:s:", long: "encrypted=e md5=m" },
  async (run) => {
    if (run.process.user.uid !== 0)
      throw new Failure("Permission denied.\nchpasswd: cannot lock /etc/passwd; try again later.");
    const text = await wholeText(run.process, run.process.stdin);
    for (const [index, line] of text.split("\n").entries()) {
      if (line === "") continue;
      const [name = "", password] = line.split(/:(.*)/s);
      if (password === undefined) throw new Failure(`line ${index + 1}: missing new password`);
      if (findUser(run.files, name)?.name !== name)
        throw new Failure(`line ${index + 1}: user '${name}' does not exist`);
      setPassword(run.process, run.files, name, password);
    }
    return 0;
  },
);
