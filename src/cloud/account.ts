/** The account of the lab's cloud: nobody's in the real one. */
export const ACCOUNT = {
  subscriptionId: "5b0c1d9e-2f47-4a83-9c1e-d4f7a6b82013",
  subscriptionName: "Darsena",
  tenantId: "c7e94a16-83d2-4b5f-a0c8-1f6e5d3b2918",
  user: "dev@darsena.example",
} as const;

/** The path of a resource: "/subscriptions/…/resourceGroups/GROUP/providers/TYPE/NAME". */
export function resourceId(group: string, type?: string, name?: string): string {
  const base = `/subscriptions/${ACCOUNT.subscriptionId}/resourceGroups/${group}`;
  return type === undefined || name === undefined ? base : `${base}/providers/${type}/${name}`;
}
