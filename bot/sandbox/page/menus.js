// A menu that opens at a button or at a point.

import { h, icon, moveFocus } from "./dom.js";

let open = null;

/** `items`: { label, icon, action, danger, checked }; a checked item belongs to a choice of one. */
export function openMenu(items, anchor, label) {
  closeMenu();
  const returnTo = document.activeElement;
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, tabindex: "-1" });
  const buttons = () => [...menu.querySelectorAll("button")];
  for (const item of items) menu.append(entry(item, () => closeMenu()));
  menu.addEventListener("keydown", (event) => {
    if (moveFocus(event, buttons)) return;
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      closeMenu();
    }
  });
  document.body.append(menu);
  place(menu, anchor);
  open = { menu, returnTo };
  (menu.querySelector("[aria-checked=true]") ?? buttons()[0])?.focus({ preventScroll: true });
  setTimeout(() => document.addEventListener("pointerdown", closeOutside), 0);
}

function entry(item, close) {
  const isChoice = item.checked !== undefined;
  return h(
    "button",
    {
      type: "button",
      role: isChoice ? "menuitemradio" : "menuitem",
      "aria-checked": isChoice ? String(item.checked) : null,
      class: item.danger ? "danger" : "",
      tabindex: "-1",
      onclick: () => {
        close();
        item.action();
      },
    },
    icon(isChoice ? "tick" : item.icon),
    h("span", {}, item.label),
  );
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect?.() ?? { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = box.left + width + 8 > innerWidth ? box.right - width : box.left;
  const below = box.bottom + 6 + height < innerHeight;
  menu.style.left = `${Math.min(Math.max(8, left), innerWidth - width - 8)}px`;
  menu.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
}

function closeOutside(event) {
  if (!open?.menu.contains(event.target)) closeMenu();
}

export function closeMenu() {
  if (!open) return false;
  document.removeEventListener("pointerdown", closeOutside);
  const { menu, returnTo } = open;
  open = null;
  menu.remove();
  returnTo?.focus?.({ preventScroll: true });
  return true;
}
