/**
 * Work that goes on elsewhere: the page is asked for each second, its words are exchanged in their
 * place, and when there is nothing to wait for any more the page with the result is shown.
 */

const EVERY_MS = 1000;
const place = document.querySelector("[data-waiting]");

async function look() {
  if (!place) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-waiting]");
    if (!now) {
      location.replace(answer.url);
      return;
    }
    // Said again only when it changed: a screen reader reads what is exchanged.
    if (now.textContent !== place.textContent) place.replaceChildren(...now.childNodes);
  } catch {
    // The line is down for a moment; the next look may find it.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
