import { element, icon } from "./element.ts";
import type { LabelKey, LiveLabels } from "./labels.ts";

/** A host of the lab as the panel shows it. */
export interface PanelHost {
  readonly name: string;
  readonly address: string;
  readonly powered: boolean;
  /** False when its cable is pulled, or its card is down. */
  readonly connected: boolean;
}

export type HostSwitch = "power" | "cable";

const ICONS: Record<HostSwitch, string> = {
  power: "M12 4v8M7.1 7.5a7 7 0 1 0 9.8 0",
  cable: "M9 3v5M15 3v5M7 8h10v3a5 5 0 0 1-10 0ZM12 16v5",
};

/** The two buttons that switch the shown host off and on, and pull its cable and plug it in. */
export class HostSwitches {
  readonly buttons: readonly HTMLButtonElement[];
  #host: PanelHost | undefined;

  /** @param use called with the switch that was pressed */
  constructor(labels: LiveLabels, use: (name: HostSwitch) => void) {
    const button = (name: HostSwitch) => {
      const values = () => ({ host: this.#host?.name ?? "" });
      const key = () => switchLabel(name, this.#host);
      const text = labels.text(element("span", { class: "terminal-tool-text" }), key, values);
      const made = element(
        "button",
        { type: "button", class: "terminal-tool", "data-tool": name },
        icon(ICONS[name]),
        text,
      );
      labels.attribute(made, "title", key, values);
      made.addEventListener("click", () => use(name));
      return made;
    };
    this.buttons = [button("power"), button("cable")];
  }

  /** The host they are about; the labels are put anew by whoever has them. */
  set host(host: PanelHost | undefined) {
    this.#host = host;
  }
}

/** What pressing a switch would do to a host now. */
export function switchLabel(name: HostSwitch, host: Pick<PanelHost, "powered" | "connected"> | undefined): LabelKey {
  if (name === "power") return host?.powered === false ? "host.powerOn" : "host.powerOff";
  return host?.connected === false ? "host.connect" : "host.cut";
}

/** How a tab says that its host is not as usual; undefined when it is. */
export function hostCondition({ powered, connected }: PanelHost): LabelKey | undefined {
  if (!powered) return "host.off";
  return connected ? undefined : "host.alone";
}
