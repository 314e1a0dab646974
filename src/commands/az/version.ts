import type { JsonObject } from "./az-command.ts";

const VERSION = "2.69.0";

/** `az version`. */
export const versionJson: JsonObject = {
  "azure-cli": VERSION,
  "azure-cli-core": VERSION,
  "azure-cli-telemetry": "1.1.0",
  extensions: {},
};

/** `az --version`. */
export function versionText(): string {
  const line = (name: string, version: string) => `${name.padEnd(34)}${version.padStart(6)}\n`;
  return [
    line("azure-cli", VERSION),
    "\n",
    line("core", VERSION),
    line("telemetry", "1.1.0"),
    "\nDependencies:\n",
    line("msal", "1.31.2"),
    line("azure-mgmt-resource", "23.1.1"),
    "\nLegal docs and information: aka.ms/AzureCliLegal\n\n\n",
  ].join("");
}
