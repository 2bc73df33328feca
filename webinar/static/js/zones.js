/**
 * A start and an end that are being typed: the end keeps its distance when the start moves, and
 * the same times stand beside on other zones' clocks.
 * Without this module the lines stand for what was saved or sent last.
 */

// British order of day and month, as the server writes it.
const language = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";

/** Offset of a zone at an instant, in milliseconds. @param {number} instant @param {string} zone */
function offset(instant, zone) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit",
    }).formatToParts(instant).map((part) => [part.type, part.value]),
  );
  const wall = Date.UTC(+parts.year, +parts.month - 1, +parts.day, +parts.hour, +parts.minute);
  return wall - Math.floor(instant / 60000) * 60000;
}

/** The instant at which a zone's clock shows a wall time. @param {string} local @param {string} zone */
function instantOf(local, zone) {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return null;
  const guess = wall - offset(wall, zone);
  return wall - offset(guess, zone);
}

/** Wall time as a number that can be reckoned with; NaN while it is incomplete. @param {HTMLInputElement} field */
const wallOf = (field) => Date.parse(`${field.value}Z`);

/** The end follows its start. @param {HTMLInputElement} starts @param {HTMLInputElement} ends */
function keepDistance(starts, ends) {
  let before = wallOf(starts);
  starts.addEventListener("change", () => {
    const now = wallOf(starts);
    if (Number.isNaN(now)) return;
    const moved = new Date(wallOf(ends) + now - before);
    // An end before its start was a slip: it is not carried along.
    if (wallOf(ends) > before) ends.value = moved.toISOString().slice(0, 16);
    before = now;
  });
}

for (const group of document.querySelectorAll("[data-zones]")) {
  const form = group.closest("form");
  const starts = form?.elements.namedItem("starts");
  const ends = form?.elements.namedItem("ends");
  const zoneField = form?.elements.namedItem("timezone");
  if (!(starts instanceof HTMLInputElement) || !(ends instanceof HTMLInputElement)) continue;
  keepDistance(starts, ends);

  const show = () => {
    const zone = zoneField instanceof HTMLSelectElement ? zoneField.value : group.dataset.zone;
    const first = zone && instantOf(starts.value, zone);
    const last = zone && instantOf(ends.value, zone);
    if (!first || !last || last <= first) return;
    const lines = [...group.querySelectorAll(".two-zones")];
    const others = (group.dataset.others ?? "").split(" ").filter((name) => name && name !== zone);
    others.forEach((other, index) => {
      const line = lines[index] ?? group.appendChild(document.createElement("p"));
      line.className = "two-zones";
      const city = (other.split("/").pop() ?? other).replaceAll("_", " ");
      const format = new Intl.DateTimeFormat(language, {
        timeZone: other, day: "numeric", month: "long", year: "numeric",
        hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      });
      line.textContent = `${city}: ${format.formatRange(first, last)}`;
    });
    lines.slice(others.length).forEach((line) => line.remove());
  };
  form?.addEventListener("change", show);
}
