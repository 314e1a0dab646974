import data from "../../content/reference/cheat-sheet.json" with { type: "json" };
import type { Localized } from "../i18n/locales.ts";

/** A command of the cheat sheet. */
interface SheetCommand {
  /** As it is typed, the same in every language. */
  readonly line: string;
  readonly does: Localized;
}

/** Commands for one task. */
interface SheetSection {
  readonly id: string;
  readonly title: Localized;
  /** The chapter that teaches them. */
  readonly chapter: string;
  readonly commands: readonly SheetCommand[];
}

/** The cheat sheet: what one types, task by task. */
export const cheatSheet: readonly SheetSection[] = data;
