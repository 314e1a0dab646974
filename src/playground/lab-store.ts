import { LAB_VERSION, type LabState } from "./lab-state.ts";

/**
 * Where a browser keeps the lab: `localStorage["darsena:lab"]`, the JSON of a LabState:
 *
 *     { "version": 1, "now": 1795510800000, "random": [1, 2, 3, 4], "hosts": { "manager1": {…} }, "swarm": {…}, "registry": {…} }
 */
const KEY = "darsena:lab";

/** What was found: a lab, nothing yet, or something that is no lab of ours (any more). */
type StoredLab = { readonly kind: "lab"; readonly state: LabState } | { readonly kind: "none" | "damaged" };

/** @param storage a function, because a browser that blocks cookies throws at the very name `localStorage` */
export function loadLab(storage: () => Pick<Storage, "getItem">): StoredLab {
  let text: string | null;
  try {
    text = storage().getItem(KEY);
  } catch {
    // A browser that keeps nothing (blocked cookies) starts afresh every time.
    return { kind: "none" };
  }
  if (text === null) return { kind: "none" };
  try {
    const value: unknown = JSON.parse(text);
    return isLabState(value) ? { kind: "lab", state: value } : { kind: "damaged" };
  } catch {
    return { kind: "damaged" };
  }
}

/** Returns whether there was room for it. */
export function storeLab(storage: () => Pick<Storage, "setItem">, state: LabState): boolean {
  try {
    storage().setItem(KEY, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

/** Only the frame is looked at: what is inside is checked by opening it. */
function isLabState(value: unknown): value is LabState {
  const field = (of: unknown, name: string): unknown =>
    typeof of === "object" && of !== null ? Object.getOwnPropertyDescriptor(of, name)?.value : undefined;
  const random = field(value, "random");
  const hosts = field(value, "hosts");
  return (
    field(value, "version") === LAB_VERSION &&
    typeof field(value, "now") === "number" &&
    Array.isArray(random) &&
    random.length === 4 &&
    random.every((word) => typeof word === "number") &&
    typeof hosts === "object" &&
    hosts !== null &&
    Object.values(hosts).every(
      (host: unknown) => typeof field(host, "address") === "string" && typeof field(host, "engine") === "object",
    ) &&
    typeof field(field(value, "swarm"), "clusters") === "object" &&
    typeof field(field(value, "registry"), "repositories") === "object"
  );
}
