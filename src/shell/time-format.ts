const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** strftime in the C locale and UTC: what `printf '%(…)T'` prints. */
export function formatTime(date: Date, format: string): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = DAYS[date.getUTCDay()] ?? "";
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const hour12 = date.getUTCHours() % 12 || 12;
  const startOfYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  const dayOfYear = Math.floor((date.getTime() - startOfYear) / 86_400_000) + 1;
  return format.replace(/%([\s\S])/g, (whole, letter: string) => {
    switch (letter) {
      case "Y":
        return String(date.getUTCFullYear());
      case "y":
        return two(date.getUTCFullYear() % 100);
      case "m":
        return two(date.getUTCMonth() + 1);
      case "d":
        return two(date.getUTCDate());
      case "e":
        return String(date.getUTCDate()).padStart(2);
      case "H":
        return two(date.getUTCHours());
      case "I":
        return two(hour12);
      case "M":
        return two(date.getUTCMinutes());
      case "S":
        return two(date.getUTCSeconds());
      case "p":
        return date.getUTCHours() < 12 ? "AM" : "PM";
      case "a":
        return day.slice(0, 3);
      case "A":
        return day;
      case "b":
      case "h":
        return month.slice(0, 3);
      case "B":
        return month;
      case "j":
        return String(dayOfYear).padStart(3, "0");
      case "u":
        return String(date.getUTCDay() || 7);
      case "w":
        return String(date.getUTCDay());
      case "s":
        return String(Math.floor(date.getTime() / 1000));
      case "F":
        return formatTime(date, "%Y-%m-%d");
      case "T":
      case "X":
        return formatTime(date, "%H:%M:%S");
      case "R":
        return formatTime(date, "%H:%M");
      case "D":
      case "x":
        return formatTime(date, "%m/%d/%y");
      case "c":
        return formatTime(date, "%a %b %e %H:%M:%S %Y");
      case "z":
        return "+0000";
      case "Z":
        return "UTC";
      case "n":
        return "\n";
      case "t":
        return "\t";
      case "%":
        return "%";
      default:
        return whole;
    }
  });
}
