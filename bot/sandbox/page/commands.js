// The bot's commands: as a menu, and while one is being typed.

import { h } from "./dom.js";
import { t } from "./texts.js";

export class Commands {
  #field;
  #commands;
  #choose;
  #shown = [];
  #at = -1;
  #outside = (event) => {
    if (!this.panel.parentElement?.contains(event.target)) this.hide();
  };

  panel = h("ul", { class: "commands", role: "listbox", id: "commands", "aria-label": t("commands"), hidden: true });

  /** `choose` is called with "/name". The panel belongs before the field it completes. */
  constructor(field, commands, choose) {
    this.#field = field;
    this.#commands = commands;
    this.#choose = choose;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", "commands");
    field.setAttribute("aria-expanded", "false");
  }

  toggle() {
    if (!this.panel.hidden) return this.hide();
    this.#show(this.#commands);
    this.#field.focus();
  }

  /** Offer the commands that begin like `text`. */
  filter(text) {
    const match = /^\/(\w*)$/.exec(text);
    const found = match ? this.#commands.filter(({ command }) => command.startsWith(match[1].toLowerCase())) : [];
    if (found.length) this.#show(found);
    else this.hide();
  }

  hide() {
    this.panel.hidden = true;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
    document.removeEventListener("pointerdown", this.#outside);
  }

  /** Whether the key was for the list. */
  key(event) {
    const act = this.panel.hidden ? null : this.#keys()[event.key];
    if (!act) return false;
    act();
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #keys() {
    if (!this.#shown.length) return { Escape: () => this.hide() };
    const { command } = this.#shown[this.#at];
    return {
      ArrowDown: () => this.#mark(this.#at + 1),
      ArrowUp: () => this.#mark(this.#at - 1),
      Escape: () => this.hide(),
      Enter: () => this.#pick(command),
      Tab: () => {
        this.#field.value = `/${command} `;
        this.hide();
      },
    };
  }

  #pick(command) {
    this.hide();
    this.#choose(`/${command}`);
  }

  #show(list) {
    this.#shown = list;
    this.panel.replaceChildren(...list.map((one, number) => this.#option(one, number)));
    if (!this.#commands.length) this.panel.append(h("li", { class: "commands-none" }, t("no_commands")));
    this.panel.hidden = false;
    this.#field.setAttribute("aria-expanded", "true");
    if (list.length) this.#mark(0);
    // Not at once: the press that opened the list would close it.
    setTimeout(() => this.panel.hidden || document.addEventListener("pointerdown", this.#outside), 0);
  }

  #option({ command, description }, number) {
    return h(
      "li",
      {
        role: "option",
        id: `command-${number}`,
        onpointerdown: (event) => event.preventDefault(), // the field keeps the focus
        onclick: () => this.#pick(command),
      },
      h("span", { class: "command-name" }, `/${command}`),
      h("span", { class: "command-description" }, description),
    );
  }

  #mark(next) {
    this.#at = (next + this.#shown.length) % this.#shown.length;
    [...this.panel.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === this.#at)));
    this.#field.setAttribute("aria-activedescendant", `command-${this.#at}`);
    this.panel.children[this.#at].scrollIntoView({ block: "nearest" });
  }
}
