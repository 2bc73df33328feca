/**
 * Stars: sessions and webinars that a reader keeps, in this browser alone until they are mailed.
 *
 * The page holds a link in the place of each star, for who has no scripts; where this browser can
 * keep something, a button takes that place. Kept is `{key: title}`; all else is asked for when the
 * list is shown, so that it is right when a session has moved.
 */
const PLACE = "webinar.stars";
const MOST = 200;

/** @returns {Record<string, string>} */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/** Whether this browser keeps anything for us: some refuse, in private windows. */
function canKeep() {
  try {
    localStorage.setItem(`${PLACE}.try`, "1");
    localStorage.removeItem(`${PLACE}.try`);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key @param {string | null} title null takes the star away */
function put(key, title) {
  const stars = kept();
  if (title === null) delete stars[key];
  else if (Object.keys(stars).length < MOST) stars[key] = title;
  try {
    localStorage.setItem(PLACE, JSON.stringify(stars));
  } catch {
    // Full: the buttons then show what is really kept.
  }
  show();
}

/** Buttons, count and forms say what is kept now; also after another window changed it. */
function show() {
  const stars = kept();
  const keys = Object.keys(stars);
  for (const button of document.querySelectorAll("button[data-star]")) {
    if (button instanceof HTMLElement) button.setAttribute("aria-pressed", String((button.dataset.star ?? "") in stars));
  }
  for (const place of document.querySelectorAll("[data-stars-count]")) {
    if (!(place instanceof HTMLElement)) continue;
    const words = keys.length === 1 ? place.dataset.one : place.dataset.many?.replace("%s", String(keys.length));
    const number = Object.assign(document.createElement("span"), { textContent: String(keys.length) });
    number.setAttribute("aria-hidden", "true");
    const said = Object.assign(document.createElement("span"), { className: "hidden-visually", textContent: `: ${words}` });
    place.replaceChildren(...(keys.length ? [number, said] : []));
  }
  const form = document.getElementById("keep-form");
  const field = form?.querySelector("input[name=stars]");
  if (field instanceof HTMLInputElement && document.querySelector("[data-stars-list]")) field.value = keys.join(" ");
  offer(stars);
}

/** On a person's own page: what this browser keeps and the calendar does not.
 * @param {Record<string, string>} stars */
function offer(stars) {
  const form = document.querySelector("[data-stars-here]");
  if (!(form instanceof HTMLFormElement)) return;
  const here = new Set((form.dataset.starsHere ?? "").split(" "));
  const more = Object.keys(stars).filter((key) => !here.has(key));
  form.hidden = more.length === 0;
  const field = form.querySelector("input[name=add]");
  if (field instanceof HTMLInputElement) field.value = more.join(" ");
  const names = form.querySelector("[data-stars-names]");
  if (names) names.textContent = more.map((key) => stars[key]).join(" · ");
}

/** @param {HTMLElement} link */
function arm(link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.dataset.star = link.dataset.star;
  button.replaceChildren(...link.childNodes);
  button.addEventListener("click", () => {
    const key = button.dataset.star ?? "";
    const title = button.querySelector("[data-star-title]")?.textContent ?? "";
    put(key, key in kept() ? null : title.trim());
  });
  link.replaceWith(button);
}

/** @typedef {{key: string, title: string, path: string, within: string, language: string,
 *   starts: string, ends: string, zone: string, when: string, cancelled: boolean}} Facts */

/** @param {string} name @param {string} text @param {string} [className] */
function element(name, text, className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

/** @param {HTMLElement} place @param {string} key @param {string} title @param {Facts | undefined} facts @param {boolean} isKnown */
function item(place, key, title, facts, isKnown) {
  const line = document.createElement("li");
  const head = element("h2", "", "name");
  if (facts) {
    const link = Object.assign(document.createElement("a"), { href: facts.path, textContent: facts.title, lang: facts.language });
    head.append(facts.cancelled ? Object.assign(document.createElement("s"), {}) : link);
    if (facts.cancelled) head.firstElementChild?.append(link);
    const words = [facts.cancelled ? place.dataset.cancelled : "", facts.when, facts.within];
    const local = element("p", "", "local small");
    Object.assign(local.dataset, { local: "times", starts: facts.starts, ends: facts.ends, zone: facts.zone });
    line.append(head, element("p", words.filter(Boolean).join(" · "), "muted small"), local);
  } else {
    head.textContent = title;
    line.append(head);
    if (isKnown) line.append(element("p", place.dataset.unknown ?? "", "muted small"));
  }
  const remove = element("button", place.dataset.remove ?? "", "plain button");
  remove.setAttribute("type", "button");
  remove.append(element("span", `: ${title}`, "hidden-visually"));
  remove.addEventListener("click", () => {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    put(key, null);
    line.remove();
    const target = next?.querySelector("button") ?? document.getElementById("main");
    if (target instanceof HTMLElement) target.focus();
    toggleEmpty(place);
  });
  line.append(remove);
  return line;
}

/** @param {HTMLElement} place */
function toggleEmpty(place) {
  const empty = place.querySelector("[data-stars-empty]");
  if (empty instanceof HTMLElement) empty.hidden = Object.keys(kept()).length > 0;
}

/** The list on `/my/`. */
async function list() {
  const place = document.querySelector("[data-stars-list]");
  if (!(place instanceof HTMLElement)) return;
  const stars = kept();
  const keys = Object.keys(stars);
  toggleEmpty(place);
  if (!keys.length) return;
  /** @type {Map<string, Facts>} */
  const facts = new Map();
  let isKnown = false;
  try {
    const answer = await fetch(`/my/stars.json?ids=${encodeURIComponent(keys.sort().join(","))}`);
    if (answer.ok) {
      for (const one of (await answer.json()).stars) facts.set(one.key, one);
      isKnown = true;
    }
  } catch {
    // Offline: titles are kept here.
  }
  const rows = document.createElement("ul");
  rows.className = "stacked";
  keys.sort((a, b) => (facts.get(a)?.starts ?? "~").localeCompare(facts.get(b)?.starts ?? "~"));
  rows.append(...keys.map((key) => item(place, key, facts.get(key)?.title ?? stars[key], facts.get(key), isKnown)));
  place.querySelector("ul")?.remove();
  if (!isKnown) place.append(element("p", place.dataset.offline ?? "", "muted small"));
  place.append(rows);
  document.dispatchEvent(new Event("webinar:times"));
}

if (canKeep()) {
  for (const link of document.querySelectorAll("a[data-star]")) {
    if (link instanceof HTMLElement) arm(link);
  }
  show();
  list();
  window.addEventListener("storage", (event) => {
    if (event.key === PLACE || event.key === null) show();
  });
  // Back and forward may show a page as it was kept.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) show();
  });
}
