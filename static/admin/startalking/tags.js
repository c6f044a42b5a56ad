// Suggests known tags below a line of tags: for the word behind the last comma, at most eight.
"use strict";

const MOST = 8;

function suggest(field, list) {
  const known = field.dataset.known.split("\n").filter(Boolean);
  const parts = field.value.split(",").map((part) => part.trim());
  const typed = parts.at(-1).toLocaleLowerCase();
  const used = new Set(parts.slice(0, -1).map((part) => part.toLocaleLowerCase()));
  const fitting = typed
    ? known.filter((name) => {
        const plain = name.toLocaleLowerCase();
        return plain.includes(typed) && plain !== typed && !used.has(plain);
      })
    : [];
  list.replaceChildren(...fitting.slice(0, MOST).map((name) => suggestion(field, list, name)));
}

function suggestion(field, list, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.addEventListener("click", () => {
    const kept = field.value.split(",").slice(0, -1).map((part) => part.trim());
    field.value = [...kept, name.includes(",") ? `"${name}"` : name, ""].join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("input[data-known]")) {
    const list = document.createElement("ul");
    list.className = "suggestions";
    field.after(list);
    field.autocomplete = "off";
    field.addEventListener("input", () => suggest(field, list));
  }
});
