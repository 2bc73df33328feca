/**
 * The reader's own time, in the places that the page keeps free for it.
 *
 * data-local="range": start and end, or that it is the same; "times": start and end, or nothing;
 * "start": the start, or nothing. All carry data-starts (and data-ends) as instants and data-zone,
 * the webinar's zone; or they stand beside a <time>, in something that names the zone for all of
 * a timetable. data-until: words until the start.
 */

// The site's English writes days as the server does: the British way.
const language = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";
const words = document.getElementById("module-words")?.dataset ?? {};
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Making one takes a hundred times as long as asking it. @type {Map<string, Intl.DateTimeFormat>} */
const made = new Map();

/** @param {string | undefined} zone @param {Intl.DateTimeFormatOptions} options */
function formatter(zone, options) {
  const key = `${zone} ${Object.keys(options)}`;
  const kept = made.get(key) ?? new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: "h23", ...options });
  made.set(key, kept);
  return kept;
}

const hours = formatter(own, { hour: "2-digit", minute: "2-digit" });
const day = formatter(own, { day: "numeric", month: "short" });

/** Wall time of an instant, to find whether two zones read the same.
 * @param {Date} at @param {string | undefined} zone */
const wall = (at, zone) =>
  formatter(zone, { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" }).format(at);

/** @param {Date} at @param {string | undefined} zone */
const dayOf = (at, zone) => formatter(zone, { year: "numeric", month: "numeric", day: "numeric" }).format(at);

/** @param {HTMLElement} place */
function fill(place) {
  const { ends, local } = place.dataset;
  const starts = place.dataset.starts ?? place.parentElement?.querySelector("time")?.dateTime;
  const zone = place.closest("[data-zone]")?.getAttribute("data-zone") ?? undefined;
  place.dataset.filled = "yes";
  const start = new Date(starts ?? "");
  if (Number.isNaN(start.getTime())) return;
  const end = new Date(ends ?? starts ?? "");
  // Clocks of two zones may agree at the start and not at the end, in the night they change.
  if (wall(start, own) === wall(start, zone) && wall(end, own) === wall(end, zone)) {
    if (local === "range") {
      place.textContent = words.same ?? "";
      place.dataset.filled = "same";
    }
    return;
  }
  let text = hours.format(start);
  if (local !== "start" && end.getTime() - start.getTime() < 86400000) {
    text += "–" + hours.format(end);
    if (dayOf(start, own) !== dayOf(end, own)) text = (words.nextDay ?? "%s").replace("%s", text);
  }
  if (dayOf(start, own) !== dayOf(start, zone)) text = `${day.format(start)}, ${text}`;
  place.textContent = (words.forYou ?? "%s").replace("%s", text);
}

/** @param {number} seconds from now, negative for the past */
export function relative(seconds) {
  const style = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 60) return style.format(Math.round(seconds), "second");
  // As in core/i18n.py: half an hour of an evening matters, of a week it does not.
  if (size < 7200) return style.format(Math.round(seconds / 60), "minute");
  if (size < 36 * 3600) return style.format(Math.round(seconds / 3600), "hour");
  if (size < 14 * 86400) return style.format(Math.round(seconds / 86400), "day");
  if (size < 60 * 86400) return style.format(Math.round(seconds / 604800), "week");
  return style.format(Math.round(seconds / 2629800), "month");
}

/** Also fills places that came later, such as a part that join.js fetched again. */
function count() {
  const now = Date.now();
  for (const place of document.querySelectorAll("[data-local]:not([data-filled])")) {
    if (place instanceof HTMLElement) fill(place);
  }
  for (const place of document.querySelectorAll("[data-until]")) {
    if (!(place instanceof HTMLElement)) continue;
    const starts = Date.parse(place.dataset.starts ?? "");
    const ends = Date.parse(place.dataset.ends ?? "");
    if (now >= ends) place.textContent = "";
    else if (now >= starts) place.textContent = words.now ?? "";
    else place.textContent = relative((starts - now) / 1000);
  }
  for (const place of document.querySelectorAll("[data-ago]")) {
    const at = Date.parse(place.getAttribute("datetime") ?? "");
    if (at) place.textContent = relative(Math.min(0, at - now) / 1000);
  }
}

count();
setInterval(count, 15000);
// Whoever puts such places into the page at once says so.
document.addEventListener("webinar:times", count);
