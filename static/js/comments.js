// Writing a comment works without this file; with it the form comes to the comment that is answered, shows how the text
// will look, and counts its characters. Everything it says is written in the page, in the page's language.

const NEAR = 500; // from here on the count is read out
const PAUSE = 600; // milliseconds without a keystroke until the preview is drawn

const box = document.getElementById("comment-form");
const form = box.querySelector("form");
const field = form.querySelector("[data-writing]");
const text = field.querySelector("textarea");
const words = field.dataset;
const later = { timer: 0, request: null };

const count = () => {
  const output = field.querySelector("output");
  const left = words.most - [...text.value.replaceAll("\r\n", "\n")].length;
  const number = Math.abs(left).toLocaleString(document.documentElement.lang);
  output.setAttribute("aria-live", left < NEAR ? "polite" : "off");
  output.classList.toggle("field__count--over", left < 0);
  output.textContent = text.value ? (left < 0 ? words.over : words.left).replace("{n}", number) : "";
};

const showPreview = (html) => {
  let place = form.querySelector(".preview");
  if (!place) {
    place = document.createElement("div");
    place.className = "preview";
    field.after(place);
  }
  const heading = document.createElement("h3");
  heading.textContent = words.preview;
  place.innerHTML = html;
  place.prepend(heading);
  place.hidden = !html;
};

const preview = async () => {
  later.request?.abort();
  if (!text.value.trim()) return showPreview("");
  later.request = new AbortController();
  const body = new URLSearchParams({ alone: "1", body: text.value });
  try {
    const answer = await fetch(`${form.action}vorschau/`, { method: "POST", body, signal: later.request.signal });
    if (answer.ok) showPreview(await answer.text());
  } catch {
    // Without a connection there is no preview; the button below the form still works when it is back.
  }
};

text.addEventListener("input", () => {
  count();
  clearTimeout(later.timer);
  later.timer = setTimeout(preview, PAUSE);
});
count();

// --- Answering in place ------------------------------------------------------------------------------------------

const heading = box.querySelector(".reply__heading");

if (heading) {
  const parent = form.elements.parent;
  const home = { place: document.createComment("the form’s place"), words: heading.textContent };
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "reply__cancel";
  cancel.textContent = words.cancel;
  box.before(home.place);

  const answer = (link) => {
    const comment = link.closest(".comment");
    parent.value = comment.id.replace("comment-", "");
    heading.textContent = words.reply.replace("{name}", comment.querySelector(".comment__name").textContent.trim());
    heading.after(cancel);
    comment.after(box);
    box.classList.add("reply--here");
    text.focus();
  };

  const stop = () => {
    const link = document.querySelector(`#comment-${parent.value} .comment__reply`);
    parent.value = "";
    heading.textContent = home.words;
    cancel.remove();
    home.place.after(box);
    box.classList.remove("reply--here");
    link?.focus();
  };

  cancel.addEventListener("click", stop);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && parent.value) stop();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.comment__reply");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    answer(link);
  });
  // What the browser kept when the reader came back: the form stands where it stood.
  if (parent.value) {
    const link = document.querySelector(`#comment-${parent.value} .comment__reply`);
    if (link) answer(link);
    else parent.value = "";
  }
}
