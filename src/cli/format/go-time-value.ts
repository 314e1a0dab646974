import { goTime } from "./go-time.ts";
import { TypedValue } from "./typed-value.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** Go's time.Time in a template, with those of its methods that take nothing. */
export class GoTime extends TypedValue {
  readonly type = "time.Time";
  readonly json: string;

  /** @param timestamp RFC 3339, in UTC */
  constructor(timestamp: string) {
    super();
    this.json = timestamp;
  }

  field(name: string): unknown {
    const date = new Date(this.json);
    switch (name) {
      case "Year":
        return date.getUTCFullYear();
      case "Month":
        return MONTHS[date.getUTCMonth()];
      case "Day":
        return date.getUTCDate();
      case "Hour":
        return date.getUTCHours();
      case "Minute":
        return date.getUTCMinutes();
      case "Second":
        return date.getUTCSeconds();
      case "Weekday":
        return DAYS[date.getUTCDay()];
      case "Unix":
        return Math.floor(date.getTime() / 1000);
      case "UTC":
      case "Local":
        return this;
      case "IsZero":
        return this.json.startsWith("0001-01-01T00:00:00");
      case "String":
        return this.text();
      default:
        return undefined;
    }
  }

  text(): string {
    return goTime(this.json);
  }
}
