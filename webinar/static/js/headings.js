/** The contents follow the reader: the line of the section in sight is marked. */

const lines = new Map();
for (const link of document.querySelectorAll(".contents a[href^='#']")) {
  const heading = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (heading) lines.set(heading, link);
}

/** Marks the last heading that has passed the upper third of the window. */
function follow() {
  const edge = innerHeight / 3;
  let present = null;
  for (const [heading, link] of lines) {
    if (heading.getBoundingClientRect().top > edge) break;
    present = link;
  }
  for (const link of lines.values()) {
    if (link === present) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

if (lines.size) {
  const observer = new IntersectionObserver(follow, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of lines.keys()) observer.observe(heading);
  follow();
}
