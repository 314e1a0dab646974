import { credentialsOf, findUser } from "../../commands/accounts.ts";
import { findExecutable } from "../../kernel/executable.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { postgres, postgresLog, startingLines } from "./postgres.ts";

const NO_PASSWORD = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

const HINT = `
initdb: warning: enabling "trust" authentication for local connections
initdb: hint: You can change this by editing pg_hba.conf or using the option -A, or --auth-local and --auth-host, the next time you run initdb.
`;

/** The official image's entrypoint: makes the cluster when there is none, and starts the server. */
export const postgresEntrypoint: Program = async (asked) => {
  const command = asked.args.slice(1).filter((word) => word !== "/usr/local/bin/docker-entrypoint.sh");
  const [first = "postgres", ...rest] = command;
  if (first !== "postgres" && !first.startsWith("-")) {
    const { machine, files, env, cwd } = asked;
    const found = await findExecutable(machine, files, command, env, cwd);
    return asked.exec(found.program, { args: found.args });
  }
  const data = asked.env.PGDATA ?? "/var/lib/postgresql/data";
  const process = asked.user.uid === 0 ? steppedDown(asked, data) : asked;
  if (!process.files.exists(`${data}/PG_VERSION`)) {
    const { POSTGRES_PASSWORD, POSTGRES_HOST_AUTH_METHOD } = process.env;
    if (!POSTGRES_PASSWORD && POSTGRES_HOST_AUTH_METHOD !== "trust") {
      await process.stderr.write(NO_PASSWORD);
      return 1;
    }
    await initialize(process, data);
  } else
    await process.stdout.write(
      "\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n",
    );
  return process.exec(postgres, { args: ["postgres", ...(first === "postgres" ? rest : command)] });
};

/** The rest as the user postgres, who owns the data by then. */
function steppedDown(process: Process, data: string): Process {
  const { files } = process;
  const user = findUser(files, "postgres");
  if (!user) return process;
  const own = (path: string) => {
    files.chown(path, user.uid, user.gid);
    if (files.lstat(path).kind === "directory") for (const name of files.readdir(path)) own(`${path}/${name}`);
  };
  files.mkdir(data, { recursive: true, mode: 0o700 });
  own(data);
  return process.become(credentialsOf(files, user));
}

async function initialize(process: Process, data: string): Promise<void> {
  const { stdout, stderr, files } = process;
  await stdout.write(`The files belonging to this database system will be owned by user "postgres".
This user must also own the server process.

The database cluster will be initialized with locale "${process.env.LANG ?? "en_US.utf8"}".
The default database encoding has accordingly been set to "UTF8".
The default text search configuration will be set to "english".

Data page checksums are enabled.

`);
  files.mkdir(data, { recursive: true, mode: 0o700 });
  const steps = [
    `fixing permissions on existing directory ${data}`,
    "creating subdirectories",
    "selecting dynamic shared memory implementation",
    'selecting default "max_connections"',
    'selecting default "shared_buffers"',
    "selecting default time zone",
    "creating configuration files",
    "running bootstrap script",
    "performing post-bootstrap initialization",
    "syncing data to disk",
  ];
  const results: Readonly<Record<number, string>> = { 2: "posix", 3: "100", 4: "128MB", 5: "Etc/UTC" };
  for (const [index, step] of steps.entries()) {
    await stdout.write(`${step} ... `);
    await process.sleep(60);
    await stdout.write(`${results[index] ?? "ok"}\n`);
  }
  for (const name of ["base", "global", "pg_wal"]) files.mkdir(`${data}/${name}`, { recursive: true, mode: 0o700 });
  files.writeFile(`${data}/PG_VERSION`, `${process.env.PG_MAJOR ?? "18"}\n`, { mode: 0o600 });
  await stderr.write(HINT);
  await stdout.write(`
Success. You can now start the database server using:

    pg_ctl -D ${data} -l logfile start

waiting for server to start....`);
  for (const line of startingLines(process, false)) await postgresLog(process, line, process.pid + 40);
  await stdout.write(" done\nserver started\n");
  if (process.env.POSTGRES_DB && process.env.POSTGRES_DB !== "postgres") await stdout.write("CREATE DATABASE\n\n");
  await stdout.write(
    "\n/usr/local/bin/docker-entrypoint.sh: ignoring /docker-entrypoint-initdb.d/*\n\nwaiting for server to shut down....",
  );
  for (const line of [
    "received fast shutdown request",
    "aborting any active transactions",
    "shutting down",
    "database system is shut down",
  ])
    await postgresLog(process, line, process.pid + 40);
  await stdout.write(" done\nserver stopped\n\nPostgreSQL init process complete; ready for start up.\n\n");
}
