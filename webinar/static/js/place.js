// Accepted papers are dragged onto the timetable. The form beside them does the same by keyboard:
// a drop fills that form in and sends it.
const section = document.querySelector("[data-place]");
const form = section?.querySelector("form");
const sessions = document.querySelectorAll(".desk-sessions > li[id^='session-']");

if (form && sessions.length && matchMedia("(pointer: fine)").matches) {
  const list = section.querySelector("[data-drag-hint]");
  const hint = document.createElement("p");
  hint.className = "muted";
  hint.textContent = list.dataset.dragHint;
  list.before(hint);
  const has = (value) => [...form.place.options].some((option) => option.value === value);
  let dragged = "";

  for (const paper of list.querySelectorAll("[data-paper]")) {
    paper.draggable = true;
    paper.addEventListener("dragstart", (event) => {
      dragged = paper.dataset.paper;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", paper.textContent.trim());
    });
    paper.addEventListener("dragend", () => { dragged = ""; clear(); });
  }

  const clear = () => {
    for (const one of sessions) one.removeAttribute("data-drop");
  };
  // The upper half of a session takes the paper in, the lower one puts it after the session.
  const target = (session, event) => {
    const name = session.id.replace("session-", "");
    const box = session.getBoundingClientRect();
    const into = event.clientY < box.top + box.height / 2 && has(`into:${name}`);
    return into ? `into:${name}` : `after:${name}`;
  };

  for (const session of sessions) {
    session.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      clear();
      session.dataset.drop = target(session, event).split(":")[0];
    });
    session.addEventListener("dragleave", (event) => {
      if (!session.contains(event.relatedTarget)) session.removeAttribute("data-drop");
    });
    session.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      form.paper.value = dragged;
      form.place.value = target(session, event);
      form.requestSubmit();
    });
  }
}
