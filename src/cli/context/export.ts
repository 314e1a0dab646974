import { decode, encode } from "../../kernel/bytes.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import { type Command, CommandError, rangeArgs } from "../command.ts";
import { ContextStore, contextNames, DEFAULT_DESCRIPTION, TLS_FILES } from "./context-store.ts";
import { requireName } from "./create.ts";
import { LOCAL_SOCKET } from "./endpoint.ts";

/** `cli/command/context/export.go`: meta.json and the certificates as a tar archive. */
export const command: Command = {
  path: "context export",
  args: rangeArgs(1, 2),
  complete: ({ process }) => contextNames(process),
  async run({ args: [name = "", file = `${name}.dockercontext`], groupFlags, process, tty, out, err }) {
    if (name !== "default") requireName(name);
    const archive = archiveOf(new ContextStore(process, groupFlags.get("")?.string("config")), name);
    if (file === "-") {
      if (tty) throw new CommandError("cowardly refusing to export to a terminal, specify a file path");
      if (archive instanceof Error) throw archive;
      await out(archive);
      return 0;
    }
    const path = resolvePath(process.cwd, file);
    if (process.files.exists(path)) throw new CommandError(`open ${file}: file exists`);
    try {
      // The file is made before the context is looked for.
      process.files.writeFile(path, archive instanceof Error ? "" : archive, { mode: 0o600 });
    } catch (error) {
      if (error instanceof FileError) throw new CommandError(`open ${file}: ${error.message.toLowerCase()}`);
      throw error;
    }
    if (archive instanceof Error) throw archive;
    await err(`Written file "${file}"\n`);
    return 0;
  },
};

/** @returns the archive as text that carries bytes, or why there is none */
function archiveOf(store: ContextStore, name: string): string | CommandError {
  const meta = name === "default" ? defaultMeta() : store.metaOf(name);
  if (meta === undefined) return new CommandError(`context ${JSON.stringify(name)}: ${store.missing(name)}`);
  const common = { uid: 0, gid: 0, mtime: 0 };
  const directory = (path: string): TarEntry => ({ ...common, path, kind: "directory", mode: 0o700 });
  const file = (path: string, text: string, mode: number): TarEntry => {
    return { ...common, path, kind: "file", mode, content: encode(text) };
  };
  const tls = name === "default" ? undefined : store.tlsOf(name);
  const entries = [file("meta.json", meta, 0o644), directory("tls")];
  if (tls) entries.push(directory("tls/docker"));
  for (const key of TLS_FILES)
    if (tls?.[key] !== undefined) entries.push(file(`tls/docker/${key}.pem`, tls[key], 0o600));
  return decode(writeTar(entries));
}

const defaultMeta = () =>
  JSON.stringify({
    Name: "default",
    Metadata: { Description: DEFAULT_DESCRIPTION },
    Endpoints: { docker: { Host: LOCAL_SOCKET, SkipTLSVerify: false } },
  });
