// Makes the local chat smooth. Everything also works without it: each form is an ordinary form.

import { suggestFor } from "./suggest.js";

const find = (selector, within = document) => within.querySelector(selector);
const line = find("#line");
const file = find("#file");
const attached = find(".attached");
const log = find(".log");
const busy = find(".busy");
const trouble = find(".trouble");
const ask = find("dialog.ask");
const entries = () => find(".entries", log);
const GONE = "Jag får ingen kontakt med Läget. Kontrollera att laget demo är igång och försök igen.";
const REFUSED = "Det gick inte just nu. Försök igen strax.";

// ---- The conversation -------------------------------------------------------------------------

let sending = false;

async function fetched(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Error(GONE);
  }
  if (!response.ok) throw new Error(REFUSED);
  return response;
}

function say(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

/** Put new and changed entries in their places; returns those that were put. */
function apply(html) {
  const list = entries();
  const news = find(".entries", new DOMParser().parseFromString(html, "text/html"));
  const mine = news.hasAttribute("data-whole") && news.dataset.mark !== list.dataset.mark;
  if (mine) list.replaceChildren();
  list.dataset.mark = news.dataset.mark;
  const put = [];
  for (const entry of [...news.children]) {
    const old = document.getElementById(entry.id);
    if (old?.dataset.revision === entry.dataset.revision) continue;
    if (old) old.replaceWith(entry);
    else list.append(entry);
    put.push(entry);
  }
  letTablesScroll();
  return put;
}

/** Show what came, and leave the focus where the reader goes on: a field to mend, a form to fill in, the answer. */
function show(put, fromComposer) {
  if (!put.length) return;
  const wrong = put.map((entry) => find("[aria-invalid=true]", entry)).find(Boolean);
  if (wrong) {
    wrong.closest(".field").scrollIntoView({ block: "center" });
    (wrong.matches("fieldset") ? find("input:checked", wrong) || find("input", wrong) : wrong).focus({ preventScroll: true });
    return;
  }
  const first = put.find((entry) => entry.matches(".person")) || put[0];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  const form = put.map((entry) => find(".form h2", entry)).find(Boolean);
  if (form) form.focus({ preventScroll: true });
  else if (!fromComposer) put.at(-1).focus({ preventScroll: true });
}

async function send(form, button) {
  if (sending) return;
  sending = true;
  const fromComposer = form.contains(line);
  const filled = new FormData(form, button);
  const body = fromComposer && file?.files.length ? filled : new URLSearchParams(filled);
  const typed = line.value;
  if (fromComposer) line.value = "";
  closeSuggestions();
  say("");
  const slow = setTimeout(() => { busy.hidden = false; }, 250);
  log.setAttribute("aria-busy", "true");
  try {
    const address = `${form.getAttribute("action")}?after=${encodeURIComponent(entries().dataset.mark)}`;
    const response = await fetched(address, { method: "POST", body });
    const put = apply(await response.text());
    busy.hidden = true;
    if (fromComposer) attach(null);
    show(put, fromComposer);
  } catch (error) {
    if (fromComposer && !line.value) line.value = typed;
    say(error.message);
  } finally {
    clearTimeout(slow);
    busy.hidden = true;
    log.removeAttribute("aria-busy");
    sending = false;
  }
}

/** Say which file goes with the next line; null takes it away. */
function attach(chosen) {
  if (file && !chosen) file.value = "";
  attached.hidden = !chosen;
  attached.textContent = chosen ? `Bifogad: ${chosen.name}` : "";
}
file?.addEventListener("change", () => attach(file.files[0] ?? null));

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".says, .form")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

async function poll() {
  if (document.hidden || sending) return;
  try {
    const response = await fetched(`/news?after=${encodeURIComponent(entries().dataset.mark)}`);
    const html = await response.text();
    if (!sending) apply(html);
    if (trouble.textContent === GONE) say("");
  } catch (error) {
    say(error.message);
  }
}
setInterval(poll, 5000);
document.addEventListener("visibilitychange", poll);

/** Only what overflows needs to be reached with the keyboard. */
function letTablesScroll() {
  for (const table of document.querySelectorAll(".table")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
  }
}
addEventListener("resize", letTablesScroll);

// ---- A question before something that cannot be taken back; the menu of people ------------------

let asked;

document.addEventListener("click", (event) => {
  const menu = find("details.menu");
  if (!menu.contains(event.target)) menu.open = false;
  const summary = event.target.closest(".confirm > summary");
  if (!summary) return;
  event.preventDefault();
  asked = { form: summary.closest("form"), button: find("button", summary.parentElement) };
  find("#question").textContent = find("p", summary.parentElement).textContent;
  find("button[value=yes]", ask).textContent = asked.button.textContent;
  ask.returnValue = "no";
  ask.showModal();
});
ask.addEventListener("close", () => {
  if (ask.returnValue === "yes") send(asked.form, asked.button);
});
find("details.menu").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.currentTarget.open = false;
  find("summary", event.currentTarget).focus();
});

// ---- Ready ------------------------------------------------------------------------------------

const closeSuggestions = suggestFor(line, fetched, (error) => say(error.message));
letTablesScroll();
if (!location.hash) {
  [...log.querySelectorAll(".person")].at(-1)?.scrollIntoView({ block: "start", behavior: "instant" });
  if (matchMedia("(pointer: fine)").matches) line.focus({ preventScroll: true });
}
