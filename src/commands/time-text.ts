const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAY_MS = 86_400_000;

/** Half a year, as ls counts it. */
const RECENT_MS = 15_778_476_000;

/** A file's time as ls -l shows it: with the year when it is not of the last half year. */
export function listingDate(time: number, now: number): string {
  return strftime(time > now || now - time > RECENT_MS ? "%b %e  %Y" : "%b %e %H:%M", time);
}

const two = (value: number) => String(value).padStart(2, "0");

/**
 * A time in UTC by a format of strftime with GNU's additions (`%-d`, `%N`, `%^a`).
 * @param time ms since the epoch
 */
export function strftime(format: string, time: number): string {
  const date = new Date(time);
  const hour = date.getUTCHours();
  const year = date.getUTCFullYear();
  const weekday = DAYS[date.getUTCDay()] ?? "";
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const dayOfYear = Math.floor((Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(year, 0, 1)) / DAY_MS);
  const again = (inner: string) => strftime(inner, time);
  const fields: Record<string, () => string> = {
    "%": () => "%",
    a: () => weekday.slice(0, 3),
    A: () => weekday,
    b: () => month.slice(0, 3),
    B: () => month,
    c: () => again("%a %b %e %H:%M:%S %Y"),
    C: () => two(Math.floor(year / 100)),
    d: () => two(date.getUTCDate()),
    D: () => again("%m/%d/%y"),
    e: () => String(date.getUTCDate()).padStart(2),
    F: () => again("%Y-%m-%d"),
    G: () => String(isoWeek(date).year),
    h: () => month.slice(0, 3),
    H: () => two(hour),
    I: () => two(hour % 12 || 12),
    j: () => String(dayOfYear + 1).padStart(3, "0"),
    k: () => String(hour).padStart(2),
    l: () => String(hour % 12 || 12).padStart(2),
    m: () => two(date.getUTCMonth() + 1),
    M: () => two(date.getUTCMinutes()),
    n: () => "\n",
    N: () => `${String(date.getUTCMilliseconds()).padStart(3, "0")}000000`,
    p: () => (hour < 12 ? "AM" : "PM"),
    P: () => (hour < 12 ? "am" : "pm"),
    q: () => String(Math.floor(date.getUTCMonth() / 3) + 1),
    r: () => again("%I:%M:%S %p"),
    R: () => again("%H:%M"),
    s: () => String(Math.floor(time / 1000)),
    S: () => two(date.getUTCSeconds()),
    t: () => "\t",
    T: () => again("%H:%M:%S"),
    u: () => String(date.getUTCDay() || 7),
    U: () => two(Math.floor((dayOfYear + 7 - date.getUTCDay()) / 7)),
    V: () => two(isoWeek(date).week),
    w: () => String(date.getUTCDay()),
    W: () => two(Math.floor((dayOfYear + 7 - ((date.getUTCDay() + 6) % 7)) / 7)),
    x: () => again("%m/%d/%y"),
    X: () => again("%H:%M:%S"),
    y: () => two(year % 100),
    Y: () => String(year),
    z: () => "+0000",
    ":z": () => "+00:00",
    Z: () => "UTC",
  };
  return format.replace(/%([-_0^#]*)(\d*)(:z|.)/g, (all, flags: string, width: string, letter: string) => {
    const made = fields[letter]?.();
    if (made === undefined) return all;
    let text = made;
    if (letter === "N" && width !== "") return made.slice(0, Number(width));
    if (flags.includes("-")) text = text.replace(/^[0 ]+(?=.)/, "");
    if (flags.includes("_")) text = text.replace(/^0+(?=.)/, (zeros) => " ".repeat(zeros.length));
    if (flags.includes("0")) text = text.replace(/^ +/, (blanks) => "0".repeat(blanks.length));
    if (flags.includes("^")) text = text.toUpperCase();
    if (flags.includes("#")) text = text.toLowerCase();
    return width === "" ? text : text.padStart(Number(width), /^\d/.test(made) && !flags.includes("_") ? "0" : " ");
  });
}

function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(((thursday.getTime() - start) / DAY_MS + 1) / 7) };
}

const UNIT_MS: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  fortnight: 14 * DAY_MS,
};

/**
 * What `date -d` understands of dates: `@seconds`, ISO and common forms, `now`, `yesterday`, `next week`, `+2 days`,
 * `3 hours ago`. Undefined for what is none.
 * @param now ms since the epoch
 */
export function parseDate(text: string, now: number): number | undefined {
  const seconds = /^@(-?\d+(?:\.\d+)?)$/.exec(text.trim())?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  let rest = ` ${text.trim().toLowerCase()} `;
  const date = new Date(now);
  let timeGiven = false;
  const take = (pattern: RegExp, use: (match: RegExpExecArray) => void) => {
    const match = pattern.exec(rest);
    if (!match) return false;
    rest = rest.replace(match[0], " ");
    use(match);
    return true;
  };
  let dateGiven = take(/ (\d{4})-(\d{1,2})-(\d{1,2})(?=[ t])/, ([, y, m, d]) =>
    date.setUTCFullYear(Number(y), Number(m) - 1, Number(d)),
  );
  dateGiven ||= take(/ (\d{4})(\d{2})(\d{2}) /, ([, y, m, d]) =>
    date.setUTCFullYear(Number(y), Number(m) - 1, Number(d)),
  );
  dateGiven ||= take(/ (\d{1,2})\/(\d{1,2})\/(\d{4}) /, ([, m, d, y]) =>
    date.setUTCFullYear(Number(y), Number(m) - 1, Number(d)),
  );
  const month = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
  const monthNumber = (name = "") => MONTHS.findIndex((one) => one.toLowerCase().startsWith(name));
  dateGiven ||= take(new RegExp(` ${month} (\\d{1,2}),?(?: (\\d{4}))? `), ([, m, d, y]) =>
    date.setUTCFullYear(Number(y ?? date.getUTCFullYear()), monthNumber(m), Number(d)),
  );
  dateGiven ||= take(new RegExp(` (\\d{1,2}) ${month}(?: (\\d{4}))? `), ([, d, m, y]) =>
    date.setUTCFullYear(Number(y ?? date.getUTCFullYear()), monthNumber(m), Number(d)),
  );
  take(/[ t](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?: ?(am|pm))?(?= |z|[+-]\d)/, ([, h, m, s, f, half]) => {
    timeGiven = true;
    const hour = half === undefined ? Number(h) : (Number(h) % 12) + (half === "pm" ? 12 : 0);
    date.setUTCHours(hour, Number(m), Number(s ?? 0), Math.floor(Number(`0.${f ?? 0}`) * 1000));
  });
  take(/(?<=[\d ])(?:z|utc|gmt)(?= )/, () => {});
  take(/(?<=[\d ])([+-])(\d{2}):?(\d{2}) /, ([, sign, h, m]) => {
    date.setTime(date.getTime() - (sign === "-" ? -1 : 1) * (Number(h) * 60 + Number(m)) * 60_000);
  });
  if (dateGiven && !timeGiven) date.setUTCHours(0, 0, 0, 0);
  let result = date.getTime();
  take(/ (now) /, () => {});
  take(/ (today) /, () => {});
  take(/ (yesterday) /, () => {
    result -= DAY_MS;
  });
  take(/ (tomorrow) /, () => {
    result += DAY_MS;
  });
  take(/ (midnight) /, () => {
    result = Math.floor(result / DAY_MS) * DAY_MS;
  });
  const unit = "(sec|second|min|minute|hour|day|week|fortnight|month|year)s?";
  const move = (count: number, of: string) => {
    if (of === "month" || of === "year") {
      const moved = new Date(result);
      moved.setUTCMonth(moved.getUTCMonth() + count * (of === "year" ? 12 : 1));
      result = moved.getTime();
    } else result += count * (UNIT_MS[of] ?? 0);
  };
  while (
    take(new RegExp(` ([-+]? ?\\d+|next|last|a|an) ?${unit}( ago)? `), ([, count, of = "", ago]) => {
      const amount =
        count === "next" || count === "a" || count === "an"
          ? 1
          : count === "last"
            ? -1
            : Number(count?.replace(" ", ""));
      move(ago ? -amount : amount, of);
    })
  );
  take(
    new RegExp(
      ` (next )?(${DAYS.map((day) => `${day.slice(0, 3).toLowerCase()}(?:${day.slice(3).toLowerCase()})?`).join("|")}) `,
    ),
    ([, next, name = ""]) => {
      const wanted = DAYS.findIndex((day) => day.toLowerCase().startsWith(name.slice(0, 3)));
      let days = (wanted - new Date(result).getUTCDay() + 7) % 7;
      if (next && days === 0) days = 7;
      result = Math.floor(result / DAY_MS) * DAY_MS + days * DAY_MS;
    },
  );
  return rest.trim() === "" && !Number.isNaN(result) ? result : undefined;
}
