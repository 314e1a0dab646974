import { languageOf } from "../../cli/not-simulated.ts";
import { FAILED } from "./cloud-run.ts";
import { notSimulatedHere } from "./not-simulated-here.ts";
import type { Parser } from "./parser.ts";

/** Commands that the client had and this playground has not: they say so, whatever follows them. */
const outside = (name: string, help: string, helpAlone: boolean): Parser => ({
  ...{ name, help, description: help, ...(helpAlone ? { helpAlone: true as const } : {}) },
  arguments: [{ names: ["words"], kind: "remainder" }],
  run: async (run) => {
    await run.err(notSimulatedHere(`docker-cloud ${name}`, languageOf(run.process.env)));
    return FAILED;
  },
});

/** What happens in the account as it happens: came over a WebSocket. */
export const event = outside("event", "Get real time Docker Cloud events", false);

/** Swarms of its last year, which came from Docker for AWS and Azure. */
export const swarm = outside("swarm", "Swarm-related operations", false);

/** URLs that redeploy a service when they are asked for. */
export const trigger = outside("trigger", "Trigger-related operations", false);
