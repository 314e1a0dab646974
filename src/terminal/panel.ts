import type { Locale } from "../i18n/locales.ts";
import type { LabNotice } from "../playground/browser-lab.ts";
import type { Lab } from "../playground/lab.ts";
import { askForReset, showTranscript } from "./dialogs.ts";
import { element } from "./element.ts";
import { HostSession, type Login } from "./host-session.ts";
import { type HostSwitch, HostSwitches, hostCondition, type PanelHost } from "./host-switches.ts";
import { LiveLabels } from "./labels.ts";
import { Notice } from "./notice.ts";
import { Screen } from "./screen.ts";
import { clampFontSize, loadSettings, type Settings, saveSettings } from "./settings.ts";
import { Tabs } from "./tabs.ts";
import { type Tool, Toolbar } from "./toolbar.ts";
import { TouchInput } from "./touch-input.ts";

/** The lab, as the panel needs it. */
interface PanelLab extends Login {
  readonly hosts: readonly PanelHost[];
  readonly lab: Lab;
  setPower(host: string, on: boolean): Promise<void>;
  setConnected(host: string, connected: boolean): void;
  onHostChange(listener: () => void): () => void;
  reset(): void;
  save(): void;
  takeOver(): void;
}

/** A command that waits this long says so, ms. */
const PATIENCE_MS = 1200;
/** The lab is stored this long after a command has ended, ms. */
const SAVE_AFTER_MS = 300;

interface Host {
  readonly session: HostSession;
  readonly screen: Screen;
  readonly region: HTMLElement;
  runs: AbortController;
}

/** The inside of the playground: a tab and a terminal for each host of the lab, and the tools around them. */
export class Panel {
  readonly #root: HTMLElement;
  readonly #lab: PanelLab;
  readonly #labels: LiveLabels;
  readonly #tabs: Tabs;
  readonly #switches: HostSwitches;
  readonly #toolbar: Toolbar;
  readonly #notice: Notice;
  readonly #touch: TouchInput;
  readonly #coarse = matchMedia("(pointer: coarse)");
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #hosts = new Map<string, Host>();
  #settings: Settings = loadSettings();
  #saving: ReturnType<typeof setTimeout> | undefined;

  /** @param parent the element to fill, which must be visible: the terminal is measured in it */
  constructor(parent: HTMLElement, lab: PanelLab, locale: Locale) {
    this.#lab = lab;
    this.#labels = new LiveLabels(locale);
    this.#notice = new Notice(this.#labels);
    this.#switches = new HostSwitches(this.#labels, (name) => this.#switch(name));
    this.#toolbar = new Toolbar(this.#labels, (tool) => this.#use(tool), this.#switches.buttons);
    this.#tabs = new Tabs((name) => this.#shown(name));
    this.#touch = new TouchInput(
      this.#labels,
      () => this.#tabs.selected,
      (keys) => this.#type(keys),
    );
    this.#labels.attribute(this.#tabs.list, "aria-label", "hosts.label");
    const help = this.#labels.text(element("p", { class: "terminal-help" }), "help.leave");
    const footer = element("div", { class: "terminal-footer" }, help, this.#toolbar.bar);
    this.#root = element(
      "div",
      { class: "terminal-box" },
      element("div", { class: "terminal-header" }, this.#tabs.list, this.#toolbar.more),
      this.#notice.box,
      this.#tabs.panels,
      this.#touch.form,
      footer,
    );
    parent.replaceChildren(this.#root);
    this.#followPointer();
    this.#coarse.addEventListener("change", () => this.#followPointer());
    this.#toolbar.setScreenReader(this.#settings.screenReader);
    this.#followHosts();
    lab.onHostChange(() => this.#followHosts());
    this.#tabs.select(lab.hosts[0]?.name ?? "");
    addEventListener("pagehide", () => lab.save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") lab.save();
    });
  }

  /** Types commands into a host's terminal; resolves when the last one has been typed. */
  async run(commands: readonly string[], hostName = this.#tabs.selected, inside = false): Promise<void> {
    this.#tabs.select(hostName);
    const host = this.#hosts.get(this.#tabs.selected);
    if (!host) return;
    host.screen.scrollToBottom();
    const { signal } = host.runs;
    let told = false;
    const tell = setTimeout(() => {
      told = host.session.busy;
      if (told) this.#tellOfWaiting(hostName, host);
    }, PATIENCE_MS);
    await host.session.run(commands, signal, inside, () => {
      clearTimeout(tell);
      if (told) this.#notice.hide();
    });
  }

  get lab(): Lab {
    return this.#lab.lab;
  }

  setLocale(locale: Locale): void {
    this.#labels.refresh(locale);
    this.#notice.refresh();
    this.#followHosts();
  }

  setTheme(): void {
    for (const { screen } of this.#hosts.values()) screen.refreshColours();
  }

  focus(): void {
    if (this.#coarse.matches) this.#touch.focus();
    else this.#hosts.get(this.#tabs.selected)?.screen.focus();
  }

  /** Says what the reader should know of their lab. That it is as they left it needs no words: they see it. */
  tell(notice: LabNotice): void {
    if (notice === "elsewhere") this.#notice.stand("lab.elsewhere", "lab.takeOver", () => this.#lab.takeOver());
    else if (notice !== "restored") this.#notice.show(this.#labels.now(`lab.${notice}`));
  }

  #shown(name: string): void {
    const host = this.#hosts.get(name) ?? this.#open(name);
    host?.screen.fit();
    this.#followHosts();
  }

  /** A tab for each host the lab has now, and what each says of it. */
  #followHosts(): void {
    const hosts = this.#lab.hosts;
    for (const name of this.#tabs.names) if (!hosts.some((host) => host.name === name)) this.#remove(name);
    for (const host of hosts) {
      if (!this.#tabs.tab(host.name)) this.#tabs.add(host.name);
      const condition = hostCondition(host);
      this.#tabs.setCondition(host.name, condition ? this.#labels.now(condition) : "");
      const { name, address } = host;
      this.#tabs.tab(name)?.setAttribute("title", this.#labels.now("host.address", { host: name, address }));
    }
    this.#switches.host = hosts.find(({ name }) => name === this.#tabs.selected);
    this.#labels.refresh();
    this.#nameScreens();
  }

  #remove(name: string): void {
    const host = this.#hosts.get(name);
    this.#hosts.delete(name);
    host?.runs.abort();
    host?.session.close();
    host?.screen.dispose();
    this.#tabs.remove(name);
  }

  #isOn(name: string): boolean {
    return this.#lab.hosts.find((host) => host.name === name)?.powered !== false;
  }

  #switch(name: HostSwitch): void {
    const host = this.#lab.hosts.find((one) => one.name === this.#tabs.selected);
    if (!host) return;
    if (name === "power") void this.#lab.setPower(host.name, !host.powered);
    else this.#lab.setConnected(host.name, !host.connected);
    this.#saveSoon();
  }

  /** A host's terminal is made when it is first shown. */
  #open(name: string): Host | undefined {
    const panel = this.#tabs.panel(name);
    if (!panel) return undefined;
    const frame = element("div", { class: "terminal-screen" });
    const region = element("div", { class: "terminal-spoken", "aria-live": "polite" });
    panel.append(frame, region);
    const screen = new Screen(frame, region, this.#settings);
    screen.setSoftKeyboard(!this.#coarse.matches);
    const session = new HostSession(
      {
        host: name,
        lab: this.#lab,
        display: screen,
        onPrompt: () => this.#saveSoon(),
        endedMessage: () => (this.#isOn(name) ? this.#labels.now("session.ended") : undefined),
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        typeAtOnce: () => this.#calm.matches || document.visibilityState === "hidden",
      },
      this.#greeting(),
    );
    const host = { session, screen, region, runs: new AbortController() };
    this.#hosts.set(name, host);
    return host;
  }

  /** After each command, and once for several in a row. */
  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#lab.save(), SAVE_AFTER_MS);
  }

  /** What a first visitor is told, once. */
  #greeting(): string {
    if (this.#settings.greeted) return "";
    this.#change({ greeted: true });
    const hosts = this.#lab.hosts.map(({ name }) => name).join(", ");
    return `${this.#labels.now("greeting.what", { hosts })}\n${this.#labels.now("greeting.try")} docker run hello-world`;
  }

  #use(tool: Tool): void {
    const { fontSize, screenReader } = this.#settings;
    if (tool === "smaller") this.#change({ fontSize: clampFontSize(fontSize - 1) });
    else if (tool === "larger") this.#change({ fontSize: clampFontSize(fontSize + 1) });
    else if (tool === "screenReader") this.#change({ screenReader: !screenReader });
    else if (tool === "transcript") void this.#transcribe();
    else void this.#reset();
  }

  #change(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    saveSettings(this.#settings);
    this.#toolbar.setScreenReader(this.#settings.screenReader);
    for (const { screen } of this.#hosts.values()) screen.apply(this.#settings);
  }

  async #transcribe(): Promise<void> {
    const host = this.#tabs.selected;
    await showTranscript(this.#root, this.#labels, host, this.#hosts.get(host)?.screen.transcript ?? "");
  }

  async #reset(): Promise<void> {
    if (!(await askForReset(this.#root, this.#labels))) return;
    for (const host of this.#hosts.values()) {
      host.runs.abort();
      host.runs = new AbortController();
    }
    this.#lab.reset();
    for (const { session } of this.#hosts.values()) session.restart();
    this.#notice.show(this.#labels.now("reset.done"));
    this.focus();
  }

  #tellOfWaiting(name: string, host: Host): void {
    this.#notice.show(this.#labels.now("run.waiting", { host: name }), this.#labels.now("run.cancel"), () => {
      host.runs.abort();
      host.runs = new AbortController();
    });
  }

  #type(keys: string): void {
    const host = this.#hosts.get(this.#tabs.selected);
    host?.screen.scrollToBottom();
    host?.session.type(keys);
  }

  #nameScreens(): void {
    for (const [host, { screen }] of this.#hosts) screen.setLabel(this.#labels.now("host.screen", { host }));
  }

  #followPointer(): void {
    this.#root.dataset.touch = String(this.#coarse.matches);
    for (const { screen } of this.#hosts.values()) screen.setSoftKeyboard(!this.#coarse.matches);
  }
}
