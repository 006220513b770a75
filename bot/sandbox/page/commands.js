// The bot's commands: as a menu, and while one is being typed.

import { h, icon } from "./dom.js";
import { t } from "./texts.js";

/** `choose` is called with "/name". The panel belongs before the field it completes. */
export function createCommands(field, commands, choose) {
  const panel = h("ul", { class: "commands", role: "listbox", id: "commands", "aria-label": t("commands"), hidden: true });
  let shown = [];
  let at = -1;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", "commands");
  field.setAttribute("aria-expanded", "false");

  function show(list) {
    shown = list;
    panel.replaceChildren(...list.map(option));
    if (!list.length && !commands.length) panel.append(h("li", { class: "commands-none" }, t("no_commands")));
    panel.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(list.length ? 0 : -1);
    setTimeout(() => document.addEventListener("pointerdown", outside), 0);
  }

  function hide() {
    panel.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    document.removeEventListener("pointerdown", outside);
  }

  function outside(event) {
    if (!panel.parentElement?.contains(event.target)) hide();
  }

  function option({ command, description }, number) {
    const pick = (event) => {
      event.preventDefault();
      hide();
      choose(`/${command}`);
    };
    return h(
      "li",
      { role: "option", id: `command-${number}`, onpointerdown: (event) => event.preventDefault(), onclick: pick },
      h("span", { class: "command-icon" }, icon("arrow")),
      h("span", { class: "command-name" }, `/${command}`),
      h("span", { class: "command-description" }, description),
    );
  }

  function mark(next) {
    at = next;
    [...panel.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at < 0) return;
    field.setAttribute("aria-activedescendant", `command-${at}`);
    panel.children[at].scrollIntoView({ block: "nearest" });
  }

  function filter(text) {
    const match = /^\/(\w*)$/.exec(text);
    const found = match ? commands.filter(({ command }) => command.startsWith(match[1].toLowerCase())) : [];
    if (found.length) show(found);
    else hide();
  }

  /** Whether the key was for the list. */
  function key(event) {
    if (panel.hidden || !shown.length) {
      if (event.key !== "Escape" || panel.hidden) return false;
      hide();
      return true;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) mark((at + steps[event.key] + shown.length) % shown.length);
    else if (event.key === "Escape") hide();
    else if (event.key === "Enter") {
      const { command } = shown[at];
      hide();
      choose(`/${command}`);
    } else if (event.key === "Tab") {
      field.value = `/${shown[at].command} `;
      hide();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  function toggle() {
    if (!panel.hidden) return hide();
    show(commands);
    field.focus();
  }

  return { panel, filter, key, toggle };
}
