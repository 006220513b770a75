// Where the reader is in the messages: at the end, following what comes, or further up.

import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const A_MOMENT = 1000; // milliseconds within which a scroll is taken for the reader's
const FLOATS_FOR = 1200; // milliseconds that the day stays above the messages after they have moved

export class Scrolling {
  #missed = 0;
  #following = true; // until the reader scrolls up; what moves by itself does not count
  #lastTop = 0;
  #touched = -Infinity;
  #resting = 0;
  #count = h("span", { class: "badge", hidden: true });
  #toBottom = h("button", { type: "button", class: "to-bottom", hidden: true, onclick: () => this.goDown(true) }, icon("down"), this.#count);

  constructor(list) {
    this.list = list;
    this.scroller = h("div", { class: "scroller", tabindex: "-1" }, list);
    this.frame = h("div", { class: "history" }, this.scroller, this.#toBottom);
    for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.scroller.addEventListener(name, () => { this.#touched = performance.now(); }, { passive: true });
    }
    this.scroller.addEventListener("scroll", () => this.#moved(), { passive: true });
    // What grows must not push the end out of sight: keyboards open, pictures load.
    new ResizeObserver(() => this.settle()).observe(this.scroller);
    list.addEventListener("load", () => this.settle(), true);
  }

  get following() {
    return this.#following;
  }

  label() {
    this.#toBottom.setAttribute("aria-label", t("to_bottom"));
    this.#toBottom.title = t("to_bottom");
  }

  get #atBottom() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 80;
  }

  /** To the end, and follow from there on. */
  goDown(smooth) {
    this.#following = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.#show();
  }

  /** After a change of size: stay at the end, if that is where we are. */
  settle() {
    if (this.#following) this.goDown(false);
    else this.#show();
  }

  /** Another message has come below what the reader sees. */
  miss() {
    this.#missed += 1;
    this.#show();
  }

  goTo(element) {
    this.#following = false;
    element.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  #moved() {
    const { scrollTop } = this.scroller;
    if (this.#atBottom) this.#following = true;
    else if (scrollTop < this.#lastTop && performance.now() - this.#touched < A_MOMENT) this.#following = false;
    this.#lastTop = scrollTop;
    this.#show();
    this.#showDay();
  }

  #show() {
    if (this.#atBottom) this.#missed = 0;
    this.#toBottom.hidden = this.#atBottom;
    this.#count.hidden = this.#missed === 0;
    this.#count.textContent = String(this.#missed);
  }

  /** The day in sight floats above the messages while they move, and then gets out of their way. */
  #showDay() {
    for (const pill of this.list.querySelectorAll(".day-pill")) pill.classList.toggle("afloat", pill.offsetTop > 16);
    this.frame.classList.add("moving");
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.frame.classList.remove("moving"), FLOATS_FOR);
  }
}
