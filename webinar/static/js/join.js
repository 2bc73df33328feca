/**
 * The joining page: when the room opens, the page's [data-join] part is fetched again and
 * replaced, so the person who waits need not reload.
 *
 * data-join: an instant at which the part changes (opens, ends), or empty when it will not.
 */

const RETRY = 15000;
/** Timers longer than this overflow in browsers. */
const LONGEST = 2 ** 31 - 1;

/** @returns {HTMLElement | null} */
const part = () => document.querySelector("[data-join]");

async function renew() {
  const old = part();
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return plan(RETRY);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-join]");
    if (!old || !(fresh instanceof HTMLElement)) return undefined;
    const isNew = fresh.dataset.join !== old.dataset.join;
    if (isNew) {
      old.replaceWith(document.importNode(fresh, true));
      const heading = part()?.querySelector("[tabindex='-1']");
      if (heading instanceof HTMLElement) heading.focus();
    }
    return plan(isNew ? 0 : RETRY);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return plan(RETRY);
  }
}

/** @param {number} atLeast milliseconds to wait before asking again */
function plan(atLeast) {
  const at = Date.parse(part()?.dataset.join ?? "");
  if (Number.isNaN(at)) return;
  // A second of grace: our clock may run ahead of the server's.
  const wait = Math.max(atLeast, at - Date.now() + 1000);
  setTimeout(() => (wait > LONGEST ? plan(0) : renew()), Math.min(wait, LONGEST));
}

plan(0);
