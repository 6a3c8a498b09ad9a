// Suggestions as one types: an ARIA combobox. Nothing is chosen until somebody chooses it, so Enter always sends.

/** Give a text field its suggestions. `ask(address)` resolves to a Response; returns what closes the list. */
export function suggestFor(line, ask, report) {
  const list = document.createElement("ul");
  Object.assign(list, { id: "suggestions", className: "suggestions", role: "listbox", ariaLabel: "Förslag", hidden: true });
  line.form.before(list);
  line.setAttribute("role", "combobox");
  line.setAttribute("aria-autocomplete", "list");
  line.setAttribute("aria-controls", list.id);
  line.setAttribute("aria-expanded", "false");

  let active = -1;
  let latest = 0;
  let pause;

  function close() {
    latest += 1;
    clearTimeout(pause);
    list.hidden = true;
    line.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = list.children[index];
    if (option) line.setAttribute("aria-activedescendant", option.id);
    else line.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function optionFor({ text, rest, note }, index) {
    const option = document.createElement("li");
    Object.assign(option, { id: `suggestion-${index}`, role: "option" });
    for (const [className, words] of [["line", text], ["rest", rest], ["note", note]]) {
      option.append(Object.assign(document.createElement("span"), { className, textContent: words }), " ");
    }
    option.dataset.text = text;
    return option;
  }

  async function suggest(first = -1) {
    const mine = ++latest;
    let found = [];
    try {
      found = await (await ask(`/suggest?q=${encodeURIComponent(line.value)}`)).json();
    } catch (error) {
      report(error);
    }
    if (mine !== latest || document.activeElement !== line) return;
    list.replaceChildren(...found.map(optionFor));
    list.hidden = !found.length;
    line.setAttribute("aria-expanded", String(!!found.length));
    mark(found.length ? first : -1);
  }

  function take(option) {
    line.value = option.dataset.text;
    close();
    if (line.value.endsWith(" ")) suggest();
  }

  line.addEventListener("input", () => {
    clearTimeout(pause);
    if (line.value.trim()) pause = setTimeout(suggest, 100);
    else close();
  });
  line.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !count) suggest(0);
    else if (step) mark((active + step + (active < 0 && step < 0 ? 1 : 0) + count) % count);
    else if (event.key === "Escape" && count) close();
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) take(list.children[active]);
    else return;
    event.preventDefault();
  });
  line.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) take(option);
  });

  return close;
}
