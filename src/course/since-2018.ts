import data from "../../content/reference/since-2018.json" with { type: "json" };
import type { Localized } from "../i18n/locales.ts";
import type { Source } from "./timeline.ts";

/** Something done otherwise today than in the course of 2018. */
interface Change {
  readonly id: string;
  readonly title: Localized;
  /** How it was in 2018; `code` in backticks. */
  readonly then: Localized;
  /** How it is today. */
  readonly now: Localized;
  /** The moment of the timeline at which it changed, when there was one. */
  readonly milestone?: string;
  /** The chapter that tells it. */
  readonly chapter: string;
  readonly source: Source;
}

interface ChangeGroup {
  readonly id: string;
  readonly title: Localized;
  readonly changes: readonly Change[];
}

/** What has changed since the course, by topic. */
export const since2018: readonly ChangeGroup[] = data;
