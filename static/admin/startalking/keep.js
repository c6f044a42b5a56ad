// Keeps what is typed. A copy stays in this browser until the server has said that it saved the text; and before a
// form is sent, the session is looked at: who is logged out finds the text still in the form.
"use strict";

const PREFIX = "unsaved:";
const AFTER = 800;
const editors = new Map();

document.addEventListener("prose-editor:ready", ({ detail }) => editors.set(detail.textarea.name, detail.editor));

function texts(form) {
  return [...form.querySelectorAll("textarea[name], input.vTextField[name]")];
}

function typed(form) {
  return Object.fromEntries(texts(form).map((field) => [field.name, field.value]));
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(form, key, sent) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, fields: typed(form) }));
  } catch {
    // No room, or not allowed: the form works without a copy.
  }
}

function forgetSaved() {
  if (!document.querySelector(".messagelist .success")) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && stored(key)?.sent) localStorage.removeItem(key);
  }
}

function restore(form, fields) {
  for (const field of texts(form)) {
    if (!(field.name in fields)) continue;
    field.value = fields[field.name];
    editors.get(field.name)?.commands.setContent(fields[field.name]);
  }
}

function offer(form, key) {
  const copy = stored(key);
  const now = typed(form);
  if (!copy || !Object.keys(copy.fields).some((name) => name in now && copy.fields[name] !== now[name])) return;
  const notice = form.querySelector('[data-kept="found"]');
  const time = notice.querySelector("time");
  time.dateTime = new Date(copy.at).toISOString();
  time.textContent = new Date(copy.at).toLocaleString(document.documentElement.lang);
  notice.hidden = false;
  notice.addEventListener("click", ({ target }) => {
    const wish = target.dataset.keptDo;
    if (!wish) return;
    if (wish === "restore") restore(form, copy.fields);
    else localStorage.removeItem(key);
    notice.hidden = true;
  });
}

async function session() {
  try {
    const answer = await fetch(document.querySelector("#site-name a").href, { method: "HEAD", redirect: "manual" });
    return answer.ok ? "alive" : "logged-out";
  } catch {
    return "unreachable";
  }
}

function renewToken(form) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) form.elements.csrfmiddlewaretoken.value = token;
}

function guard(form, key) {
  let checked = false;
  form.addEventListener("submit", async (event) => {
    if (checked) return;
    event.preventDefault();
    store(form, key, false);
    const state = await session();
    for (const notice of form.querySelectorAll(".kept--problem")) notice.hidden = notice.dataset.kept !== state;
    if (state !== "alive") {
      form.querySelector(`[data-kept="${state}"]`).scrollIntoView({ block: "center" });
      return;
    }
    store(form, key, true);
    renewToken(form);
    checked = true;
    form.requestSubmit(event.submitter);
    checked = false;
  });
}

document.addEventListener("DOMContentLoaded", () => {
  forgetSaved();
  const form = document.querySelector("#content-main > form");
  if (!form?.querySelector("[data-kept]") || new URLSearchParams(location.search).has("_popup")) return;
  const key = PREFIX + location.pathname;
  offer(form, key);
  guard(form, key);
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store(form, key, false), AFTER);
  });
});
