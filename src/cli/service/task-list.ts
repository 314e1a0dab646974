import { taskName, withoutDigest } from "../../swarm/agent.ts";
import type { Cluster } from "../../swarm/cluster.ts";
import type { Task } from "../../swarm/task.ts";
import { ellipsis } from "../format/display-width.ts";
import { humanDuration } from "../format/duration.ts";
import type { ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";

/** A row of `docker service ps`, `docker stack ps` and `docker node ps`. */
interface TaskRow {
  readonly task: Task;
  readonly name: string;
}

interface TaskListOptions {
  readonly now: number;
  readonly truncate: boolean;
  /** Ids instead of the names of services and nodes. */
  readonly resolve: boolean;
}

const TASK_TABLE =
  "table {{.ID}}\t{{.Name}}\t{{.Image}}\t{{.Node}}\t{{.DesiredState}}\t{{.CurrentState}}\t{{.Error}}\t{{.Ports}}";

/** docker/cli, `cli/command/task/formatter.go`. */
export function taskFormat(cluster: Cluster, { now, truncate, resolve }: TaskListOptions): ListFormat<TaskRow> {
  const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const node = ({ nodeId }: Task) =>
    nodeId === undefined ? "" : resolve ? (cluster.nodes[nodeId]?.hostname ?? nodeId) : nodeId;
  return {
    type: "*task.taskContext",
    columns: {
      ID: { header: "ID", value: ({ task }) => (truncate ? task.id.slice(0, 12) : task.id) },
      Name: { header: "NAME", value: ({ name }) => name },
      Image: { header: "IMAGE", value: ({ task }) => (truncate ? withoutDigest(task.spec.image) : task.spec.image) },
      Node: { header: "NODE", value: ({ task }) => node(task) },
      DesiredState: { header: "DESIRED STATE", value: ({ task }) => title(task.desiredState) },
      CurrentState: {
        header: "CURRENT STATE",
        value: ({ task }) => `${title(task.state)} ${humanDuration(now - task.since).toLowerCase()} ago`,
      },
      Error: {
        header: "ERROR",
        value: ({ task: { error = "" } }) => (error === "" ? "" : `"${truncate ? ellipsis(error, 30) : error}"`),
      },
      Ports: { header: "PORTS", value: ({ task }) => hostPorts(task) },
    },
    table: TASK_TABLE,
    raw: "id: {{.ID}}\nname: {{.Name}}\nimage: {{.Image}}\nnode: {{.Node}}\ndesired_state: {{.DesiredState}}\ncurrent_state: {{.CurrentState}}\nerror: {{.Error}}\nports: {{.Ports}}\n",
    rawQuiet: "id: {{.ID}}",
  };
}

/** Tasks by name, the newest of a slot first; older ones of the same slot are marked ` \_ ` in tables. */
export function taskRows(cluster: Cluster, tasks: readonly Task[], marked: boolean, resolve = true): TaskRow[] {
  const named = tasks.map((task) => ({ task, name: nameOf(cluster, task, resolve) }));
  named.sort((a, b) => naturalOrder(a.name, b.name) || b.task.createdAt.localeCompare(a.task.createdAt));
  return named.map(({ task, name }, i) => ({
    task,
    name: marked && named[i - 1]?.name === name ? ` \\_ ${name}` : name,
  }));
}

function nameOf(cluster: Cluster, task: Task, resolve: boolean): string {
  const service = cluster.services[task.serviceId];
  if (service && resolve) return taskName(service, task);
  return `${task.serviceId}.${task.slot === 0 ? task.nodeId : task.slot}`;
}

/** What its node has published for it alone. */
function hostPorts({ state, hostPorts: ports = [] }: Task): string {
  if (state !== "running") return "";
  return ports
    .map(({ publishedPort, targetPort, protocol }) => `*:${publishedPort}->${targetPort}/${protocol}`)
    .join(",");
}
