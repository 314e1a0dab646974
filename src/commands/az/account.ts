import { languageOf } from "../../cli/not-simulated.ts";
import { ACCOUNT } from "../../cloud/account.ts";
import { LOCATIONS } from "../../cloud/locations.ts";
import type { Process } from "../../kernel/process.ts";
import { type AzCommand, AzError, type JsonObject } from "./az-command.ts";

/** `az login` and `az account`, rebuilt from their references. The lab's account has no password: nobody is to type a real one. */

const SUBSCRIPTION: JsonObject = {
  environmentName: "AzureCloud",
  homeTenantId: ACCOUNT.tenantId,
  id: ACCOUNT.subscriptionId,
  isDefault: true,
  managedByTenants: [],
  name: ACCOUNT.subscriptionName,
  state: "Enabled",
  tenantId: ACCOUNT.tenantId,
  user: { name: ACCOUNT.user, type: "user" },
};

/** How long the browser is waited for, ms. */
const SIGN_IN_MS = 3000;

const profile = ({ env }: Process) => `${env.AZURE_CONFIG_DIR ?? `${env.HOME ?? "/root"}/.azure`}/azureProfile.json`;

/** Whether somebody is signed in: a lab's user is, until they say `az logout`. */
export function isSignedIn(process: Process): boolean {
  const path = profile(process);
  return !process.files.exists(path) || process.files.readFile(path).includes(ACCOUNT.subscriptionId);
}

function keepProfile(process: Process, subscriptions: readonly JsonObject[]): void {
  const path = profile(process);
  process.files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  process.files.writeFile(path, JSON.stringify({ subscriptions }));
}

export const accountCommands: readonly AzCommand[] = [
  {
    path: "login",
    summary: "Log in to Azure.",
    arguments: [
      { names: ["--use-device-code"], help: "Use device code flow.", kind: "flag" },
      {
        names: ["--tenant", "-t"],
        help: "The Microsoft Entra tenant, must be provided when using a service principal.",
      },
      { names: ["--username", "-u"], help: "User name, service principal client ID, or managed identity ID." },
      { names: ["--password", "-p"], help: "User password or service principal secret." },
      { names: ["--service-principal"], help: "Log in with a service principal.", kind: "flag" },
    ],
    examples: [["az login", "Log in interactively."]],
    async run(run) {
      const { process, cloud } = run;
      const spanish = languageOf(process.env) === "es";
      // Whoever has an account at Azure must not type its password here.
      if (run.has("username") || run.has("password") || run.has("service-principal"))
        throw new AzError(
          spanish
            ? "En este laboratorio no se escriben contraseñas de Azure: usa «az login» a secas."
            : 'No Azure passwords are typed in this lab: use plain "az login".',
        );
      const code = cloud.secret(9).toUpperCase();
      await run.warn(
        `To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ${code} to authenticate.`,
      );
      const note = spanish
        ? "(En este laboratorio no hay que abrir nada: la cuenta entra sola.)"
        : "(Nothing to open in this lab: the account signs in by itself.)";
      await process.stderr.write(process.stderr.isTTY ? `\x1b[2m${note}\x1b[0m\n` : `${note}\n`);
      await cloud.work(SIGN_IN_MS, process.signal);
      keepProfile(process, [SUBSCRIPTION]);
      return [SUBSCRIPTION];
    },
  },
  {
    path: "logout",
    summary: "Log out to remove access to Azure subscriptions.",
    arguments: [{ names: ["--username"], help: "Account user, if missing, logout the current active account." }],
    async run({ process }) {
      if (!isSignedIn(process)) throw new AzError("There are no active accounts.");
      keepProfile(process, []);
      return undefined;
    },
  },
  {
    path: "account show",
    summary: "Get the details of a subscription.",
    arguments: [{ names: ["--name", "-n", "-s"], help: "Name or ID of subscription." }],
    run: async () => SUBSCRIPTION,
    table: () => ({
      EnvironmentName: "AzureCloud",
      HomeTenantId: ACCOUNT.tenantId,
      IsDefault: true,
      Name: ACCOUNT.subscriptionName,
      State: "Enabled",
      TenantId: ACCOUNT.tenantId,
    }),
  },
  {
    path: "account list",
    summary: "Get a list of subscriptions for the logged in account.",
    arguments: [{ names: ["--all"], help: "List all subscriptions from all clouds.", kind: "flag" }],
    run: async () => [SUBSCRIPTION],
    table: () => [
      {
        Name: ACCOUNT.subscriptionName,
        CloudName: "AzureCloud",
        SubscriptionId: ACCOUNT.subscriptionId,
        TenantId: ACCOUNT.tenantId,
        State: "Enabled",
        IsDefault: true,
      },
    ],
  },
  {
    path: "account set",
    summary: "Set a subscription to be the current active subscription.",
    arguments: [
      { names: ["--name", "--subscription", "-n", "-s"], help: "Name or ID of subscription.", required: true },
    ],
    async run(run) {
      const wanted = run.required("name");
      const known: readonly string[] = [ACCOUNT.subscriptionId, ACCOUNT.subscriptionName];
      if (!known.includes(wanted))
        throw new AzError(`The subscription of '${wanted}' doesn't exist in cloud 'AzureCloud'.`);
      return undefined;
    },
  },
  {
    path: "account list-locations",
    summary: "List supported regions for the current subscription.",
    arguments: [],
    run: async () =>
      Object.entries(LOCATIONS).map(([name, displayName]) => ({
        displayName,
        id: `/subscriptions/${ACCOUNT.subscriptionId}/locations/${name}`,
        name,
        regionalDisplayName: displayName,
        type: "Region",
      })),
  },
];
