// The editor's toolbar in the reader's language and with the roles it lacks. The words come with the field.

function label(button, words) {
  const word = words[button.dataset.name];
  if (!word) return;
  button.title = word;
  button.setAttribute("aria-label", word);
}

function tellState(toolbar) {
  for (const button of toolbar.querySelectorAll("button[data-name]")) {
    button.setAttribute("aria-pressed", String(button.classList.contains("active")));
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
  }
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const toolbar = textarea.closest(".prose-editor").querySelector(".prose-menubar");
  const words = JSON.parse(textarea.dataset.words ?? "{}");
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", textarea.dataset.toolbar ?? "");
  for (const button of toolbar.querySelectorAll("button[data-name]")) label(button, words);
  tellState(toolbar);
  editor.on("transaction", () => tellState(toolbar));

  const text = editor.view.dom;
  const name = textarea.labels?.[0] ?? document.querySelector(`label[for="${textarea.id}"]`);
  if (name) {
    name.id ||= `${textarea.id}_label`;
    text.setAttribute("aria-labelledby", name.id);
    name.addEventListener("click", () => editor.commands.focus());
  }
  text.setAttribute("aria-multiline", "true");
  text.lang = document.querySelector("#id_language")?.value || document.documentElement.lang;
});
