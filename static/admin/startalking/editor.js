// The text field of the admin: the editor with our extensions, its toolbar in the reader's language and with the roles
// it lacks. It adds no style element (the site's policy forbids them): what it would add stands in editor.css.

import * as parts from "django-prose-editor/editor";

const FIELD = "textarea[data-django-prose-editor-startalking]";
const EMPTY = /^<(\w+)[^>]*><\/\1>$/;

function extensionsOf(textarea) {
  const { extensions } = JSON.parse(textarea.dataset.djangoProseEditorStartalking);
  return Object.entries(extensions).map(([name, options]) =>
    typeof options === "object" ? parts[name].configure(options) : parts[name],
  );
}

function tellState(toolbar) {
  for (const button of toolbar.querySelectorAll("button[data-name]")) {
    button.setAttribute("aria-pressed", String(button.classList.contains("active")));
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
  }
}

function nameToolbar(toolbar, textarea) {
  const words = JSON.parse(textarea.dataset.words);
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", textarea.dataset.toolbar);
  for (const button of toolbar.querySelectorAll("button[data-name]")) {
    const word = words[button.dataset.name];
    if (!word) continue;
    button.title = word;
    button.setAttribute("aria-label", word);
  }
}

function nameText(editor, textarea) {
  const text = editor.view.dom;
  const label = textarea.labels[0];
  text.setAttribute("aria-multiline", "true");
  text.lang = document.querySelector("#id_language")?.value || document.documentElement.lang;
  if (!label) return;
  label.id ||= `${textarea.id}_label`;
  text.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => editor.commands.focus());
}

function finish(editor, textarea) {
  const toolbar = editor.view.dom.parentElement.querySelector(".prose-menubar");
  nameToolbar(toolbar, textarea);
  nameText(editor, textarea);
  tellState(toolbar);
  editor.on("transaction", () => tellState(toolbar));
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }));
}

function write(editor, textarea) {
  const html = editor.getHTML();
  textarea.value = EMPTY.test(html) ? "" : html;
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

function begin(textarea) {
  const element = document.createElement("div");
  element.className = "prose-editor";
  textarea.before(element);
  element.append(textarea);
  new parts.Editor({
    element,
    injectCSS: false,
    editable: !textarea.disabled,
    extensions: extensionsOf(textarea),
    content: textarea.value,
    onCreate: ({ editor }) => setTimeout(() => finish(editor, textarea)),
    onUpdate: ({ editor }) => write(editor, textarea),
  });
}

document.querySelectorAll(FIELD).forEach(begin);
