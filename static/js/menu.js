// Submenus work without this file; with it they also close on Escape and when the focus or a click goes elsewhere.

const submenus = document.querySelectorAll(".submenu");

const closeOthers = (target) => {
  for (const submenu of submenus) {
    if (submenu.open && !submenu.contains(target)) submenu.open = false;
  }
};

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector(".submenu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
