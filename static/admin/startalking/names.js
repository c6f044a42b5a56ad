// Names for fields that Django's admin shows beside a heading or a line of text, but does not tie to it.
"use strict";

function text(element) {
  return element?.textContent.trim().replace(/:$/, "") ?? "";
}

function nameHalves() {
  for (const pair of document.querySelectorAll("p.datetime")) {
    const whole = text(pair.closest(".form-row")?.querySelector("legend, label"));
    for (const field of pair.querySelectorAll("input")) {
      const half = field.previousSibling?.textContent.trim().replace(/:$/, "") ?? "";
      field.setAttribute("aria-label", `${whole} (${half})`);
    }
  }
}

function nameCells() {
  for (const field of document.querySelectorAll("#result_list td :is(input, select):not(.action-select, [type=hidden])")) {
    const column = [...field.closest("td").classList].find((name) => name.startsWith("field-"))?.slice("field-".length);
    const heading = text(document.querySelector(`#result_list th.column-${column} .text`));
    const row = text(field.closest("tr").querySelector("th"));
    field.setAttribute("aria-label", `${heading}: ${row}`);
  }
}

function nameChoices() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = text(select.labels[0]);
    const box = select.nextElementSibling;
    for (const part of box?.querySelectorAll('[role="combobox"], [role="textbox"], [role="searchbox"], input') ?? []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", `${name} ${text(box.querySelector(".select2-selection__rendered"))}`.trim());
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  nameHalves();
  nameCells();
  window.django?.jQuery(nameChoices); // after the callback that makes the choices, which was registered before
});
