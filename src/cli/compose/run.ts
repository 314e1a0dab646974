import { type ProjectContainer, projectContainers } from "../../compose/containers.ts";
import { createProject } from "../../compose/create.ts";
import { LABEL } from "../../compose/labels.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { createServiceContainer } from "../../compose/service-container.ts";
import { resolveReferences } from "../../compose/shared-namespaces.ts";
import { startProject } from "../../compose/start.ts";
import { waitDependencies } from "../../compose/wait-dependencies.ts";
import { streamsOf } from "../../engine/container/attached-streams.ts";
import { requireContainer } from "../../engine/container/find.ts";
import { startContainer } from "../../engine/container/start.ts";
import { killContainer } from "../../engine/container/stop.ts";
import { waitContainer } from "../../engine/container/wait.ts";
import { type Command, type CommandContext, CommandError, minArgs } from "../command.ts";
import { openSession, proxySignals, requireTerminal } from "../container/session.ts";
import { serviceNames } from "./complete.ts";
import { isTrue, pullPolicy } from "./create-options.ts";
import { type EnsureImagesOptions, ensureImages } from "./ensure-images.ts";
import { ComposeInvocation } from "./invocation.ts";
import { runService } from "./run-service.ts";
import { requireService } from "./service-arguments.ts";

/** docker/compose, cmd/compose/run.go, pkg/compose/run.go: a container of its own for one command. */
export const command: Command = {
  path: "compose run",
  args: minArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, process, engine, out } = context;
      const [name = ""] = context.args;
      if (flags.list("publish").length > 0 && flags.bool("service-ports"))
        throw new CommandError("--service-ports and --publish are incompatible");
      const tty = wantsTerminal(context);
      if (flags.bool("quiet")) compose.silent = true;
      const loaded = await compose.project();
      const alone = flags.bool("no-deps");
      const project = withoutUnused(selectServices(loaded, [name], !alone));
      const declared = requireService(project, name);
      const unlabelled = flags.list("label").some((label) => !label.includes("="));
      if (unlabelled) throw new CommandError("label must be set as KEY=VALUE");
      const detach = flags.bool("detach");
      const interactive = flags.bool("interactive");
      const service = runService(context, project, declared, { tty, interactive });
      const images: EnsureImagesOptions = {
        build: flags.bool("build") ? "always" : "missing",
        pull: pullPolicy(flags),
        quietPull: flags.bool("quiet-pull") || flags.bool("quiet"),
        quietBuild: flags.bool("quiet-build") || flags.bool("quiet"),
      };
      await startDependencies(compose, project, name, images);
      if (!detach) requireTerminal(process, interactive, tty);
      const id = await createOneOff(compose, project, service, images, { attachStdin: interactive && !detach });
      if (compose.dryRun) return 0;
      if (detach) {
        await startContainer(engine, id);
        await out(`${id}\n`);
        return 0;
      }
      return attachAndStart(compose, id, interactive);
    }),
  complete: (context) => (context.args.length === 0 ? serviceNames(context) : undefined),
};

/** A terminal is the way unless `-T`, `--tty=false`, or a pipe where nobody said what they want. @throws CommandError */
function wantsTerminal({ flags, process }: CommandContext): boolean {
  if (flags.changed("tty")) {
    if (flags.changed("no-TTY")) throw new CommandError("--tty and --no-TTY can't be used together");
    return flags.bool("tty");
  }
  if (flags.changed("no-TTY")) return !flags.bool("no-TTY");
  return process.stdout.isTTY && (flags.changed("interactive") || process.stdin.isTTY);
}

async function startDependencies(
  compose: ComposeInvocation,
  project: ComposeProject,
  name: string,
  images: EnsureImagesOptions,
): Promise<void> {
  const { flags, process } = compose.context;
  const { [name]: own, ...services } = project.services;
  const disabledServices = own ? { ...project.disabledServices, [name]: own } : project.disabledServices;
  const others: ComposeProject = { ...project, services, disabledServices };
  // The two have a list of their own each.
  await compose.progress("Creating", async (session) => {
    await ensureImages(compose, session, others, { ...images, build: "missing" });
    await createProject(session, others, {
      services: [],
      recreate: "diverged",
      recreateDependencies: "diverged",
      inherit: true,
      timeout: undefined,
      removeOrphans: flags.bool("remove-orphans"),
      ignoreOrphans: isTrue(process.env.COMPOSE_IGNORE_ORPHANS),
    });
  });
  if (Object.keys(services).length > 0) await compose.progress("Running", (session) => startProject(session, others));
}

async function createOneOff(
  compose: ComposeInvocation,
  project: ComposeProject,
  service: ComposeService,
  images: EnsureImagesOptions,
  { attachStdin }: { readonly attachStdin: boolean },
): Promise<string> {
  const { flags, engine } = compose.context;
  await compose.progress("Running", (session) =>
    ensureImages(compose, session, { ...project, services: { [service.name]: service } }, images),
  );
  const session = compose.session();
  if (!flags.bool("no-deps")) await waitDependencies(session, project, service.name, service.dependsOn);
  const byService = new Map<string, ProjectContainer[]>();
  for (const one of projectContainers(session, project.name))
    byService.set(one.service, [...(byService.get(one.service) ?? []), one]);
  const slug = engine.random.hex(64);
  const { id } = await createServiceContainer(session, project, resolveReferences(service, byService), {
    name: service.containerName ?? `${project.name}-${service.name}-run-${slug.slice(0, 12)}`,
    number: 1,
    oneOff: true,
    aliases: flags.bool("use-aliases"),
    autoRemove: flags.bool("rm"),
    attachStdin,
    labels: { [LABEL.slug]: slug },
  });
  return id;
}

/** As `docker start -ai`. */
async function attachAndStart({ context }: ComposeInvocation, id: string, stdin: boolean): Promise<number> {
  const { engine, process } = context;
  const container = requireContainer(engine, id);
  const session = openSession(process, streamsOf(engine, container), {
    stdin,
    stdout: true,
    stderr: true,
    detachKeys: "ctrl-p,ctrl-q",
    closeStdin: container.config.StdinOnce,
  });
  const stopWaiting = new AbortController();
  const condition = container.hostConfig.AutoRemove ? "removed" : "next-exit";
  const status = waitContainer(engine, id, condition, stopWaiting.signal);
  status.catch(() => {});
  const interrupted = container.config.Tty
    ? new Promise<never>(() => {})
    : proxySignals(process, (signal) => killContainer(engine, id, signal));
  interrupted.catch(() => {});
  try {
    await startContainer(engine, id);
    if ((await Promise.race([session.over, interrupted])) === "detached") return 0;
    return await Promise.race([status, interrupted]);
  } finally {
    stopWaiting.abort();
    session.close();
  }
}
