/** Passkeys: a form with data-passkey ("get" or "create") and data-options (JSON of WebAuthn) asks
 * the browser before it is sent, and carries the answer in its field "passkey". Such forms are
 * hidden in the page, because without this module they do nothing. */

const canAsk =
  typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** @param {HTMLFormElement} form */
async function ask(form) {
  const options = JSON.parse(form.dataset.options ?? "{}");
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        });
  const field = form.elements.namedItem("passkey");
  if (field instanceof HTMLInputElement) field.value = JSON.stringify(credential);
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  form.hidden = false;
  const failed = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (failed instanceof HTMLElement) failed.hidden = true;
    try {
      await ask(form);
    } catch {
      // Given up, too late, or no passkey for this site: browsers do not tell which.
      if (failed instanceof HTMLElement) failed.hidden = false;
      return;
    }
    form.submit();
  });
}

if (canAsk) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (form instanceof HTMLFormElement) prepare(form);
  }
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.remove();
}
