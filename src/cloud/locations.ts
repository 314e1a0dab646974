import { CloudError } from "./cloud-error.ts";

/** Azure's public regions (learn.microsoft.com, azure/reliability/regions-list): name → what people call it. */
export const LOCATIONS: Readonly<Record<string, string>> = {
  eastus: "East US",
  eastus2: "East US 2",
  southcentralus: "South Central US",
  westus2: "West US 2",
  westus3: "West US 3",
  australiaeast: "Australia East",
  southeastasia: "Southeast Asia",
  northeurope: "North Europe",
  swedencentral: "Sweden Central",
  uksouth: "UK South",
  westeurope: "West Europe",
  centralus: "Central US",
  southafricanorth: "South Africa North",
  centralindia: "Central India",
  eastasia: "East Asia",
  japaneast: "Japan East",
  koreacentral: "Korea Central",
  canadacentral: "Canada Central",
  francecentral: "France Central",
  germanywestcentral: "Germany West Central",
  italynorth: "Italy North",
  norwayeast: "Norway East",
  polandcentral: "Poland Central",
  spaincentral: "Spain Central",
  switzerlandnorth: "Switzerland North",
  mexicocentral: "Mexico Central",
  uaenorth: "UAE North",
  brazilsouth: "Brazil South",
  northcentralus: "North Central US",
  westus: "West US",
  japanwest: "Japan West",
  canadaeast: "Canada East",
  ukwest: "UK West",
  australiasoutheast: "Australia Southeast",
  southindia: "South India",
  westcentralus: "West Central US",
};

/**
 * A region as Azure names it: "Brazil South" is "brazilsouth".
 * @throws CloudError when there is none by that name
 */
export function requireLocation(text: string): string {
  const name = text.toLowerCase().replace(/ /g, "");
  if (Object.hasOwn(LOCATIONS, name)) return name;
  throw new CloudError(
    "LocationNotAvailableForResourceGroup",
    `The provided location '${text}' is not available for resource group. List of available regions is '${Object.keys(LOCATIONS).join(",")}'.`,
  );
}
