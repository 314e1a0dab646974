import { NAMESPACE_LABEL } from "../../compose/stack/stack-names.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Network } from "../../engine/network/network.ts";
import type { SecretObject } from "../../swarm/cluster.ts";
import { requireManager } from "../../swarm/leadership.ts";
import type { Service } from "../../swarm/service.ts";
import type { Task } from "../../swarm/task.ts";

/** What a stack is made of: nothing but objects with its label. */
interface StackObjects {
  readonly services: readonly Service[];
  readonly networks: readonly Network[];
  readonly secrets: readonly SecretObject[];
  readonly configs: readonly SecretObject[];
  readonly tasks: readonly Task[];
}

/** The objects of a stack (docker/cli, cli/command/stack/common.go). @throws EngineError where this is no manager */
export function stackObjects(engine: Engine, stack: string): StackObjects {
  const { cluster } = requireManager(engine);
  const labelled = ({ labels }: { readonly labels: Readonly<Record<string, string>> | null }) =>
    labels?.[NAMESPACE_LABEL] === stack;
  return {
    services: Object.values(cluster.services)
      .filter(({ spec }) => labelled(spec))
      .sort((a, b) => (a.spec.name < b.spec.name ? -1 : 1)),
    networks: Object.values(cluster.networks).filter(labelled),
    secrets: Object.values(cluster.secrets).filter(labelled),
    configs: Object.values(cluster.configs).filter(labelled),
    tasks: Object.values(cluster.tasks).filter(({ spec }) => labelled(spec)),
  };
}
