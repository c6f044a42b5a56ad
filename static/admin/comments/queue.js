/* Moderating by keyboard. Every key presses a button that is there for everybody; without this file nothing is missing. */

const OFF = "comments.keys.off";
const entries = [...document.querySelectorAll(".entry")];
const list = document.getElementById("keys");
const button = document.querySelector("[data-keys]");
const wanted = list.querySelector("[data-keys-on]");
const all = document.querySelector("[data-all]");

const here = () => document.activeElement?.closest(".entry");
const press = (selector) => here()?.querySelector(selector)?.click();

function look(entry) {
  if (!entry) return;
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const place = entries.indexOf(here());
  look(place < 0 ? entries.at(by > 0 ? 0 : -1) : entries[place + by]);
}

function answer() {
  const more = here()?.querySelector("[data-do=answer]");
  if (!more) return;
  more.open = true;
  more.querySelector("textarea").focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press("[value=approve]"),
  s: () => press("[value=mark_as_spam]"),
  t: () => press("[value=trash]"),
  r: answer,
  e: () => press("[data-do=edit]"),
  x: () => press("[type=checkbox]"),
  u: () => document.querySelector("[data-undo]")?.click(),
  "?": () => list.showModal(),
};

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])");
}

document.addEventListener("keydown", (event) => {
  const does = KEYS[event.key];
  const isMeant = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !list.open;
  if (!does || !isMeant || !wanted.checked || isTyping(event.target)) return;
  event.preventDefault();
  does();
});

document.addEventListener("keydown", (event) => {
  const more = event.target.closest?.("[data-do=answer]");
  if (event.key !== "Escape" || !more) return;
  more.open = false;
  look(more.closest(".entry"));
});

wanted.checked = localStorage.getItem(OFF) === null;
wanted.addEventListener("change", () => {
  if (wanted.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
});

button.hidden = false;
button.addEventListener("click", () => list.showModal());

if (all) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const entry of entries) entry.querySelector("[name=comment][type=checkbox]").checked = all.checked;
  });
}

/* An answer that was begun stays until it has arrived, whatever is done with other comments meanwhile. */
const SENT = "comments.answer.sent";
if (document.querySelector(".messagelist .success")) sessionStorage.removeItem(sessionStorage.getItem(SENT));
sessionStorage.removeItem(SENT);
for (const answered of document.querySelectorAll("[data-do=answer]")) {
  const field = answered.querySelector("textarea");
  const kept = sessionStorage.getItem(field.id);
  if (kept && !field.value) {
    field.value = kept;
    answered.open = true;
  }
  field.addEventListener("input", () => sessionStorage.setItem(field.id, field.value));
  field.form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "answer") sessionStorage.setItem(SENT, field.id);
  });
}

look(document.querySelector(".entry:has(.entry__error)") ?? document.querySelector(`.entry${location.hash || "[data-none]"}`));
document.querySelector(".entry__error ~ textarea")?.focus();
