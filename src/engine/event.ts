/** An event as the API streams it (`docker events`). */
export interface EngineEvent {
  Type:
    | "container"
    | "image"
    | "network"
    | "volume"
    | "daemon"
    | "node"
    | "service"
    | "builder"
    | "plugin"
    | "secret"
    | "config";
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: "local" | "swarm";
  /** ms since the epoch, in the lab */
  time: number;
}
