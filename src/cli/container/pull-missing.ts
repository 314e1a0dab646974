import { type CreateRequest, createContainer } from "../../engine/container/create.ts";
import { EngineError } from "../../engine/errors.ts";
import { pullImage } from "../../engine/image/pull.ts";
import { familiarReference } from "../../engine/image/reference.ts";
import type { CommandContext } from "../command.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { referenceArgument } from "../image/reference-argument.ts";
import { platformFlag } from "../platform-flag.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { CidFile } from "./cid-file.ts";

const PULL = ["always", "missing", "never"] as const;

type PullPolicy = (typeof PULL)[number];

/** What `--pull` says. @throws CommandError */
export function pullPolicy(flags: Flags): PullPolicy {
  const given = flags.string("pull");
  const policy = PULL.find((known) => known === given);
  if (!policy) throw new CommandError(`invalid pull option: '${given}': must be one of "always", "missing" or "never"`);
  return policy;
}

/** What `--platform` says to `docker run` and `docker create`. @throws CommandError */
export const runPlatform = (flags: Flags) => platformFlag(flags, "error parsing specified platform: ");

/** As {@link createPulling}, and keeps the id where `--cidfile` says. @throws CommandError, EngineError */
export async function createNoted(context: CommandContext, request: CreateRequest): Promise<string> {
  const file = new CidFile(context.process, context.flags);
  try {
    const id = await createPulling(context, request);
    file.write(id);
    return id;
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Makes the container of `docker run` and `docker create`, getting its image first where `--pull` says so. */
async function createPulling(context: CommandContext, request: CreateRequest): Promise<string> {
  const { engine, flags } = context;
  const policy = pullPolicy(flags);
  // The client reads the name itself before it asks the daemon (tape 18).
  if (!/^(sha256:)?[0-9a-f]{64}$/.test(request.config.Image)) referenceArgument(request.config.Image);
  if (policy === "always") await pull(context, request.config.Image);
  let created: Awaited<ReturnType<typeof createContainer>>;
  try {
    created = await createContainer(engine, request);
  } catch (error) {
    // Whatever is not there has the client look for the image, a volume's driver too (docker/cli, container/create.go);
    // but of another container the daemon does not say that it is not found.
    const missing =
      error instanceof EngineError && error.status === 404 && !error.message.includes("No such container: ");
    if (!missing || policy !== "missing") throw error;
    if (!flags.bool("quiet"))
      await context.err(`Unable to find image '${familiarReference(request.config.Image)}' locally\n`);
    await pull(context, request.config.Image);
    created = await createContainer(engine, request);
  }
  for (const warning of created.Warnings) await context.err(`WARNING: ${warning}\n`);
  return created.Id;
}

/** The progress goes to standard error: standard output is the container's. */
async function pull({ engine, flags, process }: CommandContext, image: string): Promise<void> {
  const platform = runPlatform(flags);
  const columns = process.tty?.columns ?? 80;
  const display = new ProgressDisplay(process.stderr, columns);
  const show = flags.bool("quiet") ? undefined : display.show.bind(display);
  await pullImage(engine, image, show, {
    platform,
    signal: process.signal,
    credentials: storedCredentials(process, image),
  });
}
