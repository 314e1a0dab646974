import { RealClock } from "../kernel/clock.ts";
import type { Tty } from "../kernel/tty.ts";
import { layOutCourseFiles } from "./course-files.ts";
import { Lab } from "./lab.ts";
import { type ClaimChannel, claimChannel, LabClaim } from "./lab-claim.ts";
import { loadLab, storeLab } from "./lab-store.ts";

/** What a person is told about their lab; the page has the words. */
export type LabNotice = "restored" | "damaged" | "unsaved" | "elsewhere";

interface BrowserLabOptions {
  readonly onNotice: (notice: LabNotice) => void;
  /** The reader's language ("es"): what the lab itself says to a new shell's user is in it. */
  readonly language: () => string;
  /** A function, because a browser that blocks cookies throws at the very name `localStorage`. */
  readonly storage?: () => Store;
  /** Where pages with the same lab hear of each other. */
  readonly channel?: ClaimChannel | undefined;
}

type Store = Pick<Storage, "getItem" | "setItem">;

/** The lab of a page: kept in the browser between visits. */
export interface BrowserLab {
  readonly hosts: readonly {
    readonly name: string;
    readonly address: string;
    readonly powered: boolean;
    /** False when its cable is pulled, or its card is down. */
    readonly connected: boolean;
  }[];
  /** Starts a login shell of the lab's user on a host's terminal. */
  login(host: string, tty: Tty): { readonly exited: Promise<number> };
  /** Switches a host on or off at once, as its button does: shells on it end. */
  setPower(host: string, on: boolean): Promise<void>;
  /** Pulls a host's cable, or plugs it in again. */
  setConnected(host: string, connected: boolean): void;
  /** Calls `listener` when a host was switched on or off, cut or connected, by whomever; the returned function stops that. */
  onHostChange(listener: () => void): () => void;
  /** Throws the lab away and begins again; shells of the old one end. */
  reset(): void;
  /** Stores the lab as it is now; cheap enough for every prompt. Nothing happens while another page stores it. */
  save(): void;
  /** Stores this page's lab from now on, and no longer that of another page. */
  takeOver(): void;
  /** The lab itself, for what reads its state (maps, exercises). */
  readonly lab: Lab;
}

/**
 * Opens the stored lab, or a new one when there is none or it cannot be read. Of several pages that have it open one
 * stores it; the others are told "elsewhere".
 */
export async function openBrowserLab({
  onNotice,
  language,
  storage = () => localStorage,
  channel = claimChannel(),
}: BrowserLabOptions): Promise<BrowserLab> {
  const claim = new LabClaim(channel, () => onNotice("elsewhere"));
  let lab = await openStored(storage, onNotice);
  let full = false;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  lab.onHostChange(changed);
  const save = () => {
    if (!claim.held) return;
    const stored = storeLab(storage, lab.toJSON());
    if (!stored && !full) onNotice("unsaved");
    full = !stored;
  };
  return {
    get lab() {
      return lab;
    },
    get hosts() {
      return [...lab.hosts.values()].map(({ name, state }) => {
        const { address, powered, connected } = state;
        return { name, address, powered, connected };
      });
    },
    login(name, tty) {
      const host = lab.hosts.get(name);
      if (!host) throw new RangeError(`no host ${name} in the lab`);
      return host.login(tty, { env: { LANGUAGE: language() } });
    },
    async setPower(name, on) {
      const host = lab.hosts.get(name);
      await (on ? host?.powerOn() : host?.powerOff());
    },
    setConnected(name, connected) {
      const host = lab.hosts.get(name);
      if (connected) host?.reconnect();
      else host?.cutOff();
    },
    onHostChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset() {
      for (const { machine } of lab.hosts.values()) machine.processes.killAll();
      lab = newLab();
      lab.onHostChange(changed);
      changed();
      save();
    },
    save,
    takeOver() {
      claim.take();
      save();
    },
  };
}

async function openStored(storage: () => Store, onNotice: BrowserLabOptions["onNotice"]): Promise<Lab> {
  const stored = loadLab(storage);
  if (stored.kind === "lab") {
    try {
      const lab = await Lab.open(stored.state, new RealClock(stored.state.now));
      onNotice("restored");
      return lab;
    } catch (error) {
      console.error(error);
      onNotice("damaged");
    }
  } else if (stored.kind === "damaged") onNotice("damaged");
  return newLab();
}

function newLab(): Lab {
  const lab = Lab.create(new RealClock(Date.now()));
  layOutCourseFiles(lab);
  return lab;
}
