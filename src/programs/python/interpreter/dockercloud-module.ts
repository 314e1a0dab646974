import { actionJson, containerJson, serviceJson, stackJson } from "../../../cloud/docker-cloud/app-resources.ts";
import { CloudFailure } from "../../../cloud/docker-cloud/cloud-failure.ts";
import { operateContainer } from "../../../cloud/docker-cloud/containers.ts";
import {
  findAction,
  findCloudContainer,
  findCluster,
  findNode,
  findService,
  findStack,
} from "../../../cloud/docker-cloud/find.ts";
import { NODE_TYPES, PROVIDERS, REGIONS } from "../../../cloud/docker-cloud/infrastructure.ts";
import {
  clusterJson,
  nodeJson,
  nodeTypeJson,
  providerJson,
  regionJson,
  zonesJson,
} from "../../../cloud/docker-cloud/infrastructure-resources.ts";
import type { JsonObject } from "../../../cloud/docker-cloud/json.ts";
import { terminateCluster } from "../../../cloud/docker-cloud/node-clusters.ts";
import { terminateNode } from "../../../cloud/docker-cloud/nodes.ts";
import { operateService } from "../../../cloud/docker-cloud/services.ts";
import { operateStack } from "../../../cloud/docker-cloud/stacks.ts";
import { introduceDockerCloud } from "../../../commands/docker-cloud/introduction.ts";
import type { DockerCloudAccess } from "../docker-cloud-script.ts";
import { OutsideSubset, PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { fromJson } from "./library.ts";
import { Builtin, Class, Dict, Instance, List, Module, textOf, type Value } from "./values.ts";

/** What one question to the API takes, ms. */
const REQUEST_MS = 350;

/** A class of the library's: where it stands in it, its objects, how one is found, and what can be done with one. */
interface Kind {
  readonly name: string;
  readonly module: string;
  readonly list: () => JsonObject[];
  /** Another way than by name in the list. */
  readonly find?: (key: string) => JsonObject;
  readonly operations?: Readonly<Record<string, (uuid: string) => JsonObject>>;
}

/**
 * `dockercloud`, the Python library of Docker Cloud (docker/python-dockercloud 1.0.12): its classes with `list`, `fetch`,
 * `refresh`, `get_all_attributes`, and what starts, stops and removes things. Making new ones (`create`, `save`) is left
 * to the command.
 */
export function dockercloudModule(host: Interpreter, { cloud, online }: DockerCloudAccess, file: string): Module {
  const { state } = cloud;
  const listed = <T extends { destroyed?: number }>(all: Record<string, T>) =>
    Object.values(all).filter((one) => cloud.isListed(one));
  const service = (id: string) => findService(cloud, id);
  const stack = (id: string) => findStack(cloud, id);
  const container = (id: string) => findCloudContainer(cloud, id);
  const kinds: readonly Kind[] = [
    { name: "Provider", module: "nodeprovider", list: () => PROVIDERS.map(providerJson) },
    { name: "Region", module: "noderegion", list: () => REGIONS.map(regionJson) },
    { name: "NodeType", module: "nodetype", list: () => NODE_TYPES.map(nodeTypeJson) },
    { name: "AZ", module: "nodeaz", list: zonesJson },
    {
      ...{ name: "NodeCluster", module: "nodecluster" },
      list: () => listed(state.clusters).map((one) => clusterJson(cloud, one)),
      find: (id) => clusterJson(cloud, findCluster(cloud, id)),
      operations: operations(
        (id) => clusterJson(cloud, findCluster(cloud, id)),
        ["delete"],
        (id) => terminateCluster(cloud, findCluster(cloud, id)),
      ),
    },
    {
      ...{ name: "Node", module: "node" },
      list: () => listed(state.nodes).map((one) => nodeJson(cloud, one)),
      find: (id) => nodeJson(cloud, findNode(cloud, id)),
      operations: operations(
        (id) => nodeJson(cloud, findNode(cloud, id)),
        ["delete"],
        (id) => terminateNode(cloud, findNode(cloud, id)),
      ),
    },
    {
      ...{ name: "Service", module: "service" },
      list: () => listed(state.services).map((one) => serviceJson(cloud, one)),
      find: (id) => serviceJson(cloud, service(id)),
      operations: operations(
        (id) => serviceJson(cloud, service(id)),
        ["start", "stop", "redeploy", "delete"],
        (id, what) => operateService(cloud, service(id), `${what}-service`),
      ),
    },
    {
      ...{ name: "Container", module: "container" },
      list: () => listed(state.containers).map((one) => containerJson(cloud, one)),
      find: (id) => containerJson(cloud, container(id)),
      operations: operations(
        (id) => containerJson(cloud, container(id)),
        ["start", "stop", "redeploy", "delete"],
        (id, what) => operateContainer(cloud, container(id), `${what}-container`),
      ),
    },
    {
      ...{ name: "Stack", module: "stack" },
      list: () => listed(state.stacks).map((one) => stackJson(cloud, one)),
      find: (id) => stackJson(cloud, stack(id)),
      operations: operations(
        (id) => stackJson(cloud, stack(id)),
        ["start", "stop", "redeploy", "delete"],
        (id, what) => operateStack(cloud, stack(id), `${what}-stack`),
      ),
    },
    {
      ...{ name: "Action", module: "action" },
      list: () => [...state.actions].reverse().map(actionJson),
      find: (id) => actionJson(findAction(cloud, id)),
    },
  ];
  const ask = async () => {
    await introduceDockerCloud(cloud, host.process);
    await host.process.sleep(REQUEST_MS);
    if (!online())
      throw new PythonError(
        "requests.exceptions.ConnectionError",
        "HTTPSConnectionPool(host='cloud.docker.com', port=443): Max retries exceeded",
      );
  };
  const members = new Map<string, Value>([["__version__", "1.0.12"]]);
  for (const kind of kinds) members.set(kind.name, classOf(host, kind, ask));
  for (const name of ["ApiError", "AuthError", "ObjectNotFound", "NonUniqueIdentifier"]) {
    const base = host.exceptions.get("Exception");
    members.set(name, new Class(name, { module: "dockercloud.api.exceptions", ...(base ? { base } : {}) }));
  }
  return new Module("dockercloud", members, file);
}

type Operation = "start" | "stop" | "redeploy" | "terminate";

/** What can be done with a thing, by the library's names; `delete` ends it. */
function operations(
  now: (id: string) => JsonObject,
  names: readonly string[],
  begin: (id: string, what: Operation) => unknown,
): Record<string, (uuid: string) => JsonObject> {
  const meant: Readonly<Record<string, Operation>> = {
    start: "start",
    stop: "stop",
    redeploy: "redeploy",
    delete: "terminate",
  };
  return Object.fromEntries(
    names.map((name) => [
      name,
      (id: string) => {
        begin(id, meant[name] ?? "start");
        return now(id);
      },
    ]),
  );
}

function classOf(
  host: Interpreter,
  { name, module, list, find, operations: more }: Kind,
  ask: () => Promise<void>,
): Class {
  const type = new Class(name, { module: `dockercloud.api.${module}` });
  const load = (instance: Instance, json: JsonObject): Instance => {
    for (const [key, value] of Object.entries(json)) instance.attributes.set(key, fromJson(host, value));
    return instance;
  };
  const tried = async <T>(work: () => T): Promise<T> => {
    await ask();
    try {
      return work();
    } catch (error) {
      if (!(error instanceof CloudFailure)) throw error;
      throw new PythonError(`dockercloud.api.exceptions.${error.kind}`, error.message);
    }
  };
  const textIn = (value: Value | undefined) => textOf(value ?? "") ?? "";
  const ofClass = (method: string, call: Builtin["call"]) => type.members.set(method, new Builtin(method, call, type));
  ofClass("list", async ([limit], keywords) => {
    const all = await tried(list);
    const wanted = all.filter((json) =>
      [...keywords].every(([key, value]) => key === "limit" || key === "namespace" || json[key] === textIn(value)),
    );
    const most = limit ?? keywords.get("limit") ?? null;
    const items = most === null ? wanted : wanted.slice(0, Number(most));
    return new List(items.map((json) => load(host.instance(type), json)));
  });
  ofClass("fetch", async ([key]) => {
    const wanted = textIn(key);
    const json = await tried(() => {
      const found = find ? find(wanted) : list().find((one) => String(one.resource_uri).endsWith(`/${wanted}/`));
      if (found) return found;
      throw new CloudFailure(
        "ApiError",
        `Status 404 (GET https://cloud.docker.com/api/infra/v1/${module.replace("node", "")}/${wanted}/). Response: `,
      );
    });
    return load(host.instance(type), json);
  });
  ofClass("create", () => {
    throw new OutsideSubset(`dockercloud.${name}.create`);
  });
  const method = (title: string, work: (self: Instance) => Value | Promise<Value>) =>
    type.members.set(title, new Builtin(title, ([self = null]) => (self instanceof Instance ? work(self) : null)));
  method("get_all_attributes", (self) => {
    const out = new Dict();
    for (const [key, value] of self.attributes) host.objects.setItem(out, key, value);
    return out;
  });
  method("save", () => {
    throw new OutsideSubset(`dockercloud.${name}.save`);
  });
  if (find) {
    method("refresh", async (self) => {
      load(self, await tried(() => find(textIn(self.attributes.get("uuid")))));
      return true;
    });
    for (const [title, work] of Object.entries(more ?? {}))
      method(title, async (self) => {
        load(self, await tried(() => work(textIn(self.attributes.get("uuid")))));
        return true;
      });
  }
  return type;
}
