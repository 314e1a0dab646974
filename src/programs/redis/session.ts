import type { Service } from "../../kernel/connection.ts";
import { BrokenPipe } from "../../kernel/stream.ts";
import { Client } from "./client.ts";
import { Clients } from "./clients.ts";
import type { Database } from "./database.ts";
import { isAllowedWhileSubscribed, publishCommand } from "./publish-commands.ts";
import { type Reply, RespReader, writeReply } from "./resp.ts";
import { type About, answer, wrongCount } from "./server-commands.ts";
import { save } from "./snapshot.ts";
import { inTransaction, queued, touched } from "./transaction.ts";

/** What the server does with a connection: reads commands and answers them, one after another. */
export function serve(database: Database, about: About): Service {
  const clients = new Clients();
  const { process, password } = about;
  return async ({ input, output, close, remoteAddress, remotePort }) => {
    const reader = new RespReader(input, process.signal);
    const client = new Client(`${remoteAddress}:${remotePort}`, (reply) => output.write(writeReply(reply)));
    clients.add(client);
    let known = password === undefined;
    try {
      for (let words = await reader.command(); words !== null; words = await reader.command()) {
        const [given = "", ...args] = words;
        const name = given.toLowerCase();
        if (name === "") continue;
        if (name === "auth") {
          known = password === undefined || args.at(-1) === password;
          await client.send(authenticated(password !== undefined, known));
        } else if (!known) await client.send(new Error("NOAUTH Authentication required."));
        else {
          await clients.show(words, client, process.machine.clock.now());
          for (const reply of await replies(clients, client, database, about, words)) await client.send(reply);
        }
        // Saved at once, so that a lab that is closed and opened again finds its data.
        if (database.changed) save(process, database);
        if (name === "quit") return;
      }
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error;
    } finally {
      clients.remove(client);
      close();
    }
  };
}

function authenticated(isAsked: boolean, isRight: boolean): Reply {
  if (!isAsked) return NO_PASSWORD;
  return isRight ? { status: "OK" } : new Error("WRONGPASS invalid username-password pair or user is disabled.");
}

/** What a command is answered with: `SUBSCRIBE` and its like with a reply for each channel. */
async function replies(
  clients: Clients,
  client: Client,
  database: Database,
  about: About,
  words: readonly string[],
): Promise<readonly Reply[]> {
  const [given = "", ...args] = words;
  const name = given.toLowerCase();
  if (client.isSubscribed && !isAllowedWhileSubscribed(name))
    return [
      new Error(
        `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
      ),
    ];
  const held = queued(client, name, given, args, about);
  if (held !== undefined) return [held];
  const run = async (command: readonly string[]) => {
    const many = await replies(clients, client, database, about, command);
    return many.length === 1 ? (many[0] ?? null) : many;
  };
  const ended = await inTransaction(client, name, args, run);
  if (ended !== undefined) return [ended];
  if (name === "monitor") {
    if (args.length > 0) return [wrongCount(name)];
    client.isMonitor = true;
    return [{ status: "OK" }];
  }
  const published = await publishCommand(clients, client, name, args);
  if (published) return published;
  const { changed } = database;
  database.changed = false;
  const reply = answer(database, name, given, args, about);
  if (database.changed) for (const other of clients.all) touched(other, name, args);
  database.changed ||= changed;
  return [reply];
}

const NO_PASSWORD = new Error(
  "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
);
