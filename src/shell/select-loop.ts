import { loop } from "./compound.ts";
import { readLineOf } from "./descriptors.ts";
import { runStatements } from "./evaluate.ts";
import { expandWords } from "./expand-word.ts";
import { menu } from "./menu.ts";
import type { Shell } from "./shell.ts";
import type { For } from "./syntax-tree.ts";

/** `select`: a menu whose answers run the body, until the input ends or `break`. */
export async function selectLoop(shell: Shell, node: For): Promise<number> {
  const items = node.words ? await expandWords(shell, node.words) : [...shell.positional];
  if (items.length === 0) return 0;
  let status = 0;
  let show = true;
  await loop(
    shell,
    async () => {
      if (show) await shell.write(2, menu(items, Number(shell.variables.get("COLUMNS")) || 80));
      await shell.write(2, shell.variables.get("PS3") ?? "#? ");
      const input = shell.descriptors.get(0)?.input;
      const line = input ? await readLineOf(input, shell.signal) : null;
      if (line === null) {
        await shell.write(2, "\n");
        status = 1;
        return false;
      }
      const reply = line.replace(/\n$/, "");
      show = reply === "";
      if (show) return true;
      shell.variables.set("REPLY", reply);
      await shell.assign(node.name, /^\s*\d+\s*$/.test(reply) ? (items[Number(reply) - 1] ?? "") : "");
      status = await runStatements(shell, node.body);
      show = shell.variables.get("REPLY") === "";
      return true;
    },
    (jump) => {
      status = jump;
    },
  );
  return status;
}
