/**
 * Beside a start and an end that are being typed: the same times on other zones' clocks.
 * Without this module the lines stand for what was saved or sent last.
 */

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

for (const group of document.querySelectorAll("[data-zones]")) {
  const form = group.closest("form");
  const starts = form?.elements.namedItem("starts");
  const ends = form?.elements.namedItem("ends");
  const zoneField = form?.elements.namedItem("timezone");
  if (!(starts instanceof HTMLInputElement) || !(ends instanceof HTMLInputElement)) continue;

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
      const format = new Intl.DateTimeFormat(document.documentElement.lang, {
        timeZone: other, day: "numeric", month: "long", year: "numeric",
        hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      });
      line.textContent = `${city}: ${format.formatRange(first, last)}`;
    });
    lines.slice(others.length).forEach((line) => line.remove());
  };
  form?.addEventListener("change", show);
}
