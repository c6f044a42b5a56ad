// Sorts widgets by dragging, within an area and into another one. Without this script the arrow buttons do it.

const form = document.getElementById("areas");
const status = document.getElementById("arranged");
const lists = [...form.querySelectorAll("[data-area]")];
let dragged = null;
let origin = null;

for (const grip of form.querySelectorAll(".grip")) {
  const row = grip.closest("[data-widget]");
  grip.addEventListener("pointerdown", () => (row.draggable = true));
  grip.addEventListener("pointerup", () => (row.draggable = false));
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    origin = { list: row.parentElement, next: row.nextElementSibling };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.widget);
    row.classList.add("area__widget--dragged");
  });
  row.addEventListener("dragend", drop);
}

for (const list of lists) {
  const area = list.closest(".area");
  area.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    list.insertBefore(dragged, rowBelow(list, event.clientY));
  });
  area.addEventListener("drop", (event) => event.preventDefault());
}

function rowBelow(list, y) {
  const rows = [...list.children].filter((row) => row !== dragged);
  return rows.find((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2) ?? null;
}

async function drop(event) {
  const row = dragged;
  dragged = null;
  row.draggable = false;
  row.classList.remove("area__widget--dragged");
  const moved = row.parentElement !== origin.list || row.nextElementSibling !== origin.next;
  if (event.dataTransfer.dropEffect === "none" || !moved) return putBack(row);
  const problem = await save(row.parentElement);
  status.textContent = problem ?? status.dataset.done;
  if (problem) putBack(row);
}

function putBack(row) {
  origin.list.insertBefore(row, origin.next);
}

/** What went wrong, in words; null when the server has the new order. */
async function save(list) {
  const order = new FormData();
  order.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  order.set("area", list.dataset.area);
  for (const row of list.children) order.append("widget", row.dataset.widget);
  try {
    const answer = await fetch(form.action, { method: "POST", body: order });
    if (answer.status === 409) return await answer.text();
    return answer.ok ? null : status.dataset.failed;
  } catch {
    return status.dataset.failed;
  }
}
