/**
 * A draft that is being written is saved after each pause, and when its page is left. What the
 * server did not get is kept in this tab until it has it.
 */

/** Pause after the last key, and the shortest time between two saves, in milliseconds. */
const PAUSE = 4000;
const AT_LEAST = 15000;
/** What a browser sends along while a page is left (Fetch standard, keepalive): 64 KiB. */
const MOST_ON_LEAVING = 60000;
/** What can be tried again later. */
const LATER = new Set([429, 500, 502, 503, 504, 507]);

/** @param {HTMLFormElement} form */
function watch(form) {
  const status = /** @type {HTMLElement} */ (document.getElementById("autosave"));
  const said = /** @type {HTMLElement} */ (status.querySelector("[role=status]"));
  const time = document.createElement("time");
  time.dataset.ago = "";
  status.append(" ", time);
  const place = `draft ${location.pathname}`;
  let isDirty = false;
  let isSaving = false;
  let isOver = false;
  let savedAt = 0;
  /** The button that waits for a save to end; null for Enter, undefined for none.
   * @type {HTMLElement | null | undefined} */
  let pressed;
  /** @type {number | undefined} */
  let timer;

  /** What would be sent; files go by the button alone. */
  function words() {
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") sent.append(name, value);
    }
    return sent;
  }

  /** The same without what belongs to the page and not to the text. @param {URLSearchParams} sent */
  function text(sent) {
    const plain = new URLSearchParams(sent);
    for (const name of ["csrf_token", "version", "key"]) plain.delete(name);
    return plain.toString();
  }

  /** Say something once; the time stands beside it, where no screen reader repeats it.
   * @param {string} name of the words in the page @param {string} [more] */
  function say(name, more = "") {
    status.hidden = false;
    const sentence = `${status.dataset[name] ?? ""} ${more}`.trim();
    if (said.textContent !== sentence) said.textContent = sentence;
    time.hidden = name !== "saved";
    status.classList.toggle("unsaved", name !== "saved" && name !== "saving");
  }

  function keep() {
    try {
      sessionStorage.setItem(place, words().toString());
    } catch {
      // No room, or not allowed: the guard of the form asks before the page is left.
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  }

  /** @param {Response} answer @param {string} sent the text that it is about */
  async function taken(answer, sent) {
    const found = await answer.json();
    const version = /** @type {HTMLInputElement} */ (form.elements.namedItem("version"));
    version.value = found.version;
    savedAt = Date.now();
    time.dateTime = new Date(savedAt).toISOString();
    isDirty = text(words()) !== sent;
    if (!isDirty) {
      forget();
      form.dispatchEvent(new CustomEvent("webinar:saved"));
    }
    say("saved");
    document.dispatchEvent(new CustomEvent("webinar:times"));
    tell(found.missing);
  }

  /** What is still missing, each with the way to its field. */
  function tell(/** @type {{words: string, href: string}[]} */ lacks) {
    const missing = document.getElementById("missing");
    if (!missing) return;
    if (Boolean(missing.querySelector("ul")) !== lacks.length > 0) {
      const other = document.getElementById(lacks.length > 0 ? "some-missing" : "none-missing");
      missing.replaceChildren(other instanceof HTMLTemplateElement ? other.content.cloneNode(true) : "");
    }
    const list = missing.querySelector("ul");
    if (!list) return;
    const items = lacks.map((lack) => {
      const item = document.createElement("li");
      const words = document.createElement(lack.href ? "a" : "span");
      words.textContent = lack.words;
      if (words instanceof HTMLAnchorElement) words.href = lack.href;
      item.append(words);
      return item;
    });
    const said = (/** @type {Element[]} */ all) => all.map((one) => one.textContent).join("\n");
    if (said(items) !== said([...list.children])) list.replaceChildren(...items);
  }

  async function save() {
    clearTimeout(timer);
    if (!isDirty || isSaving || isOver) return;
    keep();
    if (!navigator.onLine) {
      say("offline");
      return;
    }
    isSaving = true;
    const sent = words();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: sent,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        // A press of the button waits for it.
        signal: AbortSignal.timeout(20000),
      });
      if (answer.ok) {
        await taken(answer, text(sent));
      } else if (answer.status === 409) {
        isOver = true;
        say("conflict");
      } else if (answer.status === 422) {
        const found = await answer.json();
        say("wrong", found.words);
      } else if (LATER.has(answer.status)) {
        say("later");
        plan(1000 * (Number(answer.headers.get("Retry-After")) || 30));
      } else {
        isOver = true;
        say("over");
      }
    } catch {
      say("offline");
      plan(30000);
    } finally {
      isSaving = false;
    }
    if (pressed !== undefined) {
      const button = pressed;
      pressed = undefined;
      form.requestSubmit(button);
      return;
    }
    if (isDirty && !isOver && savedAt && Date.now() - savedAt < 1000) plan(AT_LEAST);
  }

  /** @param {number} wait */
  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  /** Send what is left without waiting for the answer. */
  function leave() {
    if (!isDirty || isOver) return;
    keep();
    const sent = words();
    if (!navigator.onLine || sent.toString().length > MOST_ON_LEAVING) return;
    fetch(form.action, {
      method: "POST",
      body: sent,
      keepalive: true,
      headers: { "X-Autosave": "1", Accept: "application/json" },
    }).catch(() => {});
    isDirty = false;
    form.dispatchEvent(new CustomEvent("webinar:saved"));
  }

  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return;
    isDirty = true;
    keep();
    if (!isOver) plan(Math.max(PAUSE, savedAt + AT_LEAST - Date.now()));
  });
  form.addEventListener("submit", (event) => {
    // The button sends everything, and its answer is a page of its own.
    clearTimeout(timer);
    if (isSaving) {
      // It must name the version that is being made, or it would conflict with this very page.
      event.preventDefault();
      pressed = event.submitter;
      return;
    }
    isDirty = false;
  });
  window.addEventListener("online", () => void save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void save();
  });
  window.addEventListener("beforeunload", leave, { capture: true });
  window.addEventListener("pagehide", leave);

  offer(form, place, text, words, () => {
    isDirty = true;
    void save();
  });
}

/**
 * Text of this tab that never arrived is offered, not put in: what is stored may be newer.
 * @param {HTMLFormElement} form
 * @param {string} place
 * @param {(sent: URLSearchParams) => string} text
 * @param {() => URLSearchParams} words
 * @param {() => void} done
 */
function offer(form, place, text, words, done) {
  const box = document.getElementById("kept-text");
  let kept = "";
  try {
    kept = sessionStorage.getItem(place) ?? "";
  } catch {
    return;
  }
  if (!box || !kept) return;
  const old = new URLSearchParams(kept);
  if (text(old) === text(words())) {
    sessionStorage.removeItem(place);
    return;
  }
  box.hidden = false;
  const [back, away] = box.querySelectorAll("button");
  back.addEventListener("click", () => {
    for (const field of form.elements) {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
      if (!field.name || field.type === "hidden" || field.type === "file") continue;
      if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
        field.checked = old.getAll(field.name).includes(field.value);
      } else {
        field.value = old.get(field.name) ?? field.value;
      }
    }
    box.hidden = true;
    done();
  });
  away.addEventListener("click", () => {
    sessionStorage.removeItem(place);
    box.hidden = true;
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  if (form instanceof HTMLFormElement) watch(form);
}
