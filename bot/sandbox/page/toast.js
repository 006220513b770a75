// Short notices at the top, and what is only read out.

import { h } from "./dom.js";
import { t } from "./texts.js";

const SHOWN_FOR = 3500;

export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.classList.add("leaving"), SHOWN_FOR);
  setTimeout(() => note.remove(), SHOWN_FOR + 300);
}

export function readOut(text) {
  document.getElementById("live").textContent = text;
}

/** Wait for `promise`; a failure becomes a notice. Resolves to undefined then. */
export async function trying(promise) {
  try {
    return await promise;
  } catch (error) {
    console.warn(error);
    toast(t("failed"));
    return undefined;
  }
}
