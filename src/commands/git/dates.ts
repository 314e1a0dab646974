import type { Signature } from "./objects/commit.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (value: number) => String(value).padStart(2, "0");

/** The time of a signature where it was made, for its UTC fields. */
function localTime({ time, zone }: Signature): Date {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return new Date((time + (zone.startsWith("-") ? -minutes : minutes) * 60) * 1000);
}

/**
 * A date as `--date` wants it: `Tue Nov 24 14:10:51 2026 +0000` unless told.
 * @param now seconds, for a relative one
 */
export function dateText(signature: Signature, style: string, now: number): string {
  const at = localTime(signature);
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const { zone } = signature;
  if (style === "short") return day;
  if (style === "iso" || style === "iso8601") return `${day} ${clock} ${zone}`;
  if (style === "iso-strict")
    return `${day}T${clock}${zone === "+0000" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3)}`}`;
  if (style === "unix") return String(signature.time);
  if (style === "raw") return `${signature.time} ${zone}`;
  if (style === "relative") return relativeDate(now - signature.time);
  const [weekday, month] = [DAYS[at.getUTCDay()], MONTHS[at.getUTCMonth()]];
  if (style === "rfc") return `${weekday}, ${at.getUTCDate()} ${month} ${at.getUTCFullYear()} ${clock} ${zone}`;
  return `${weekday} ${month} ${at.getUTCDate()} ${clock} ${at.getUTCFullYear()}${style === "local" ? "" : ` ${zone}`}`;
}

/** `3 hours ago`, by date.c's steps. */
export function relativeDate(seconds: number): string {
  if (seconds < 0) return "in the future";
  const ago = (count: number, unit: string) => `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  if (seconds < 90) return ago(seconds, "second");
  const minutes = Math.floor((seconds + 30) / 60);
  if (minutes < 90) return ago(minutes, "minute");
  const hours = Math.floor((minutes + 30) / 60);
  if (hours < 36) return ago(hours, "hour");
  const days = Math.floor((hours + 12) / 24);
  if (days < 14) return ago(days, "day");
  if (days < 70) return ago(Math.floor((days + 3) / 7), "week");
  if (days < 365) return ago(Math.floor((days + 15) / 30), "month");
  return ago(Math.floor((days + 183) / 365), "year");
}
