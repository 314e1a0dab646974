import { requireManager } from "../../swarm/leadership.ts";
import type { ServiceSpec } from "../../swarm/service.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { type Language, languageOf } from "../not-simulated.ts";

/** More would keep the page busy for minutes; a real swarm ends where its nodes' memory does. */
const MOST_TASKS = 500;

const TOO_MANY: Readonly<Record<Language, string>> = {
  es: `Este laboratorio no simula más de ${MOST_TASKS} tareas en un enjambre. En uno de verdad, el límite lo ponen la memoria y los procesos de sus nodos.`,
  en: `This playground does not simulate more than ${MOST_TASKS} tasks in a swarm. In a real one, its nodes' memory and processes are the limit.`,
};

/** What a service asks for: a global one, a task on every node. */
function tasksOf({ mode }: ServiceSpec, nodes: number): number {
  if (mode.kind === "replicated") return mode.replicas;
  return mode.kind === "replicated-job" ? mode.total : nodes;
}

/** @throws CommandError in the reader's language for more tasks, with those of the other services, than this lab can hold */
export function demandRoom({ engine, process }: CommandContext, spec: ServiceSpec): void {
  const { cluster } = requireManager(engine);
  const nodes = Object.keys(cluster.nodes).length;
  const others = Object.values(cluster.services).filter((service) => service.spec.name !== spec.name);
  const all = [spec, ...others.map((service) => service.spec)];
  if (all.reduce((sum, one) => sum + tasksOf(one, nodes), 0) > MOST_TASKS)
    throw new CommandError(TOO_MANY[languageOf(process.env)]);
}
