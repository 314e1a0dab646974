import { decode, encode } from "../../kernel/bytes.ts";
import { readAll } from "../../kernel/stream.ts";
import { readTar, type TarEntry, TarError } from "../../kernel/tar.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { readInputFile } from "../image/input-file.ts";
import { ContextStore, readContext, TLS_FILES } from "./context-store.ts";
import { requireNewName } from "./create.ts";

/** `cli/command/context/import.go`: what `docker context export` wrote, under a name of one's own. */
export const command: Command = {
  path: "context import",
  args: exactArgs(2),
  async run({ args: [name = "", source = ""], groupFlags, process, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    requireNewName(store, name);
    const files = filesOf(source === "-" ? await readAll(process.stdin) : readInputFile(process, source));
    const meta = files.get("meta.json");
    if (meta === undefined) throw new CommandError("invalid context: no metadata found");
    const [context] = readContext(parsed(meta));
    store.put({ name, description: context?.description ?? "", host: context?.host ?? "" });
    const tls = TLS_FILES.map((key) => [key, files.get(`tls/docker/${key}.pem`)] as const);
    store.putTls(name, Object.fromEntries(tls.filter(([, text]) => text !== undefined)));
    await out(`${name}\n`);
    await err(`Successfully imported context "${name}"\n`);
    return 0;
  },
};

/** The texts of an archive's files, by path. @throws CommandError when it is none */
function filesOf(archive: string): Map<string, string> {
  let entries: TarEntry[];
  try {
    entries = readTar(encode(archive));
  } catch (error) {
    throw error instanceof TarError ? new CommandError(error.message) : error;
  }
  if (entries.length === 0 && archive !== "" && encode(archive).length < 512) throw new CommandError("unexpected EOF");
  const files = entries.filter(({ kind }) => kind === "file");
  return new Map(files.map(({ path, content }) => [path, decode(content ?? new Uint8Array())]));
}

/** @throws CommandError in the words of Go's encoding/json */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`invalid character '${text.trim()[0] ?? ""}' looking for beginning of value`);
  }
}
