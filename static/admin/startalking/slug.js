// Address parts the German way, while the title is typed: Django's own script turns "Größe" into "grosse".
"use strict";

const LATIN = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "oe", å: "aa" };

document.addEventListener("DOMContentLoaded", () => {
  const urlify = window.URLify;
  if (!urlify) return;
  window.URLify = (text, ...rest) =>
    urlify(text.toLowerCase().replace(/[äöüßæøå]/g, (letter) => LATIN[letter]), ...rest);
});
