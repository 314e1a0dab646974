import type { CloudRegistry } from "../../cloud/cloud-state.ts";
import { findRegistry, loginServer } from "../../cloud/registries.ts";
import type { RegistryCredentials } from "../../engine/engine.ts";
import { AzError, type AzRun } from "./az-command.ts";

/**
 * With what an app gets its image: the user and password that were given or, for a registry of the account's own, its
 * admin's (azure-cli, containerapp: _up_utils.py and containerapp_decorator.py).
 */
export interface AppCredentials extends RegistryCredentials {
  readonly server: string;
}

const ACR = ".azurecr.io";

const hostOf = (image: string): string => image.split("/")[0] ?? "";

/** What the command line gives, when it gives both user and password. */
function given(run: AzRun, image: string): AppCredentials | undefined {
  const [username, password] = [run.text("registry-username"), run.text("registry-password")];
  if (username === undefined || password === undefined) return undefined;
  return { server: run.text("registry-server") ?? hostOf(image), username, password };
}

/** The admin of the account's registry with that address; undefined when there is none, or it is switched off. */
function adminOf(run: AzRun, server: string): AppCredentials | undefined {
  const registry: CloudRegistry | undefined = findRegistry(run.cloud, server.split(".")[0] ?? "");
  if (!registry?.adminEnabled) return undefined;
  return { server: loginServer(registry), username: registry.name, password: registry.passwords[0] };
}

/** For `az containerapp up`, which looks by itself. @throws AzError when the registry's admin is not there to be used */
export function credentialsForUp(run: AzRun, image: string): AppCredentials | undefined {
  const own = given(run, image);
  if (own || !hostOf(image).endsWith(ACR)) return own;
  const found = adminOf(run, hostOf(image));
  if (found) return found;
  throw new AzError(
    "Failed to retrieve credentials for container registry. Please provide the registry username and password",
  );
}

/** For `az containerapp create`, which looks when a registry is named. @throws AzError when nothing is found */
export async function credentialsForCreate(run: AzRun, image: string): Promise<AppCredentials | undefined> {
  const own = given(run, image);
  const server = run.text("registry-server");
  if (own || server === undefined) return own;
  if (!server.endsWith(ACR))
    throw new AzError(
      "Registry url is required if using Azure Container Registry, otherwise Registry username and password are required if using Dockerhub",
    );
  await run.warn("No credential was provided to access Azure Container Registry. Trying to look up credentials...");
  const found = adminOf(run, server);
  if (found) return found;
  throw new AzError(
    `Failed to retrieve credentials for container registry ${server.split(".")[0]}. Please provide the registry username and password`,
  );
}
