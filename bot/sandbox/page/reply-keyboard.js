// The bot's keyboard below the field; its buttons are sent as text.

import * as api from "./api.js";
import { h } from "./dom.js";
import { store } from "./store.js";
import { trying } from "./toast.js";

const ALMATY = [43.23755, 76.94554];

/** The sandbox asks nobody where they are: everyone is in Almaty. */
export const sendPlace = (person) => api.sendLocation(person, ...ALMATY);

export function replyKeyboard(keyboard, say) {
  if (!keyboard?.keyboard) return null;
  const press = (one) => {
    if (one.request_contact) return trying(api.sendContact(store.selected));
    if (one.request_location) return trying(sendPlace(store.selected));
    return say(one.text);
  };
  const key = (one) => h("button", { type: "button", class: "key", onclick: () => press(one) }, h("span", {}, one.text));
  const rows = keyboard.keyboard.map((row) => h("div", { class: "keyboard-row" }, row.map(key)));
  return h("div", { class: "reply-keyboard" }, rows);
}
