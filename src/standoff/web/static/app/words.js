// The words of the page, and dates and numbers in plain words.
const STRINGS = JSON.parse(document.getElementById("strings").textContent);
const DAY_MS = 86_400_000;

/** Give the string of a key, with {names} filled in. A key that is not there is a mistake of ours and says so. */
export function say(key, values = {}) {
  const text = STRINGS[key];
  if (text === undefined) throw new Error(`strings.json has no ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Tell whether there is a string for a key. */
export const knows = (key) => STRINGS[key] !== undefined;

/** Give the words for a code of a fixed vocabulary, or the code itself with its underscores opened. */
export const term = (group, code) => (knows(`${group}.${code}`) ? say(`${group}.${code}`) : String(code).replaceAll("_", " "));

/** Say how many: "1 report", "3 reports". */
export const count = (key, n) => say(n === 1 ? `${key}.one` : `${key}.many`, { n: number(n) });

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
export const number = (value) => NUMBER.format(value);

const WHOLE = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const FINE = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 2 });
/** Write a share as a percentage; small ones are not rounded to nothing. */
export const percent = (share) => (share > 0 && share < 0.095 ? FINE : WHOLE).format(share);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const parts = (iso) => iso.slice(0, 10).split("-").map(Number);

/** Write an ISO day: "9 Apr 2031". */
export function day(iso, withYear = true) {
  const [year, month, date] = parts(iso);
  return `${date} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ""}`;
}

const lastOfMonth = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Write an interval of days; open ends are said, whole months and years have their names. */
export function span(earliest, latest) {
  if (!earliest && !latest) return null;
  if (!latest) return say("when.from", { day: day(earliest) });
  if (!earliest) return say("when.until", { day: day(latest) });
  if (earliest === latest) return day(earliest);
  const [y1, m1, d1] = parts(earliest);
  const [y2, m2, d2] = parts(latest);
  if (m1 === 1 && d1 === 1 && m2 === 12 && d2 === 31) return y1 === y2 ? `${y1}` : `${y1}–${y2}`;
  if (d1 === 1 && d2 === lastOfMonth(y2, m2)) {
    return y1 === y2 && m1 === m2 ? `${MONTHS[m1 - 1]} ${y1}` : `${MONTHS[m1 - 1]} ${y1} – ${MONTHS[m2 - 1]} ${y2}`;
  }
  if (y1 === y2 && m1 === m2) return `${d1}–${day(latest)}`;
  return `${day(earliest, y1 !== y2)} – ${day(latest)}`;
}

export const toDate = (iso) => new Date(`${iso.slice(0, 10)}T00:00:00Z`);
export const toIso = (date) => date.toISOString().slice(0, 10);
export const addDays = (date, days) => new Date(date.getTime() + days * DAY_MS);
