import { expect, type Locator, type Page } from "@playwright/test";

/** The terminal in a page, as a reader uses it. */
export class TerminalPage {
  readonly page: Page;
  /** What the terminal on top shows. */
  readonly screen: Locator;
  readonly #keys: Locator;

  constructor(page: Page) {
    this.page = page;
    this.screen = page.locator(".terminal-host:not([hidden]) .xterm-rows");
    this.#keys = page.locator(".terminal-host:not([hidden]) .xterm-helper-textarea");
  }

  /** Opens a chapter and its terminal, and waits for the prompt. */
  async open(path = "./redes/"): Promise<void> {
    await this.page.goto(path);
    await this.page
      .getByRole("button", { name: /^(Abrir la terminal|Open the terminal)$/ })
      .first()
      .click();
    await this.atPrompt("manager1");
  }

  /** Waits until the last line is an empty prompt of a host. */
  async atPrompt(host: string): Promise<void> {
    await expect.poll(async () => (await this.lines()).at(-1)).toMatch(new RegExp(`^root@${host}:\\S*#$`));
  }

  async focus(): Promise<void> {
    await this.#keys.focus();
  }

  async type(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.type(text);
  }

  /** Types a command and Enter. */
  async enter(command: string): Promise<void> {
    await this.type(command);
    await this.page.keyboard.press("Enter");
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** The rows of the screen, without blanks at their ends, and without the empty ones at the bottom. */
  async lines(): Promise<string[]> {
    const rows = await this.screen.locator("> div").allTextContents();
    const lines = rows.map((row) => row.replaceAll("\u00a0", " ").trimEnd());
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }

  async expectLine(line: string | RegExp): Promise<void> {
    if (typeof line === "string") await expect.poll(() => this.lines()).toContain(line);
    else await expect.poll(async () => (await this.lines()).some((one) => line.test(one))).toBe(true);
  }

  async expectLast(line: string | RegExp): Promise<void> {
    const last = expect.poll(async () => (await this.lines()).at(-1) ?? "");
    if (typeof line === "string") await last.toBe(line);
    else await last.toMatch(line);
  }
}
