"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const root = document.documentElement;

  // the theme

  const toggle = by("theme");
  const isDark = () =>
    (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const nameToggle = () => {
    toggle.textContent = isDark() ? "Light theme" : "Dark theme";
  };
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameToggle();
    try {
      localStorage.setItem("testsec-theme", root.dataset.theme);
    } catch {
      // See the script in the head.
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameToggle);
  nameToggle();

  const list = by("list");
  if (!list) return;

  // the findings, each with what is asked of it

  const items = Array.from(list.children, (row) => {
    const summary = row.firstElementChild.firstElementChild;
    const { severity, family, code, cwe, state, path } = row.dataset;
    const text = `${summary.textContent} ${family} ${cwe}`.toLowerCase();
    return { row, summary, text, severity, family, code, cwe, state, path, lowerPath: path.toLowerCase() };
  });
  let shown = items;

  const words = by("words");
  const fields = { family: by("family"), code: by("code"), cwe: by("cwe"), state: by("state") };
  const path = by("path");
  const severities = new Set();
  const buttons = Array.from(document.querySelectorAll("button[data-severity]"));
  const plural = (number) => `${number.toLocaleString("en")} finding${number === 1 ? "" : "s"}`;

  const wishes = () => {
    const exact = Object.entries(fields).filter(([, field]) => field && field.value);
    return {
      exact: exact.map(([name, field]) => [name, field.value]),
      words: words.value.toLowerCase().split(/\s+/).filter(Boolean),
      path: path.value.trim().toLowerCase(),
    };
  };

  const fits = (item, wish) =>
    (severities.size === 0 || severities.has(item.severity)) &&
    wish.exact.every(([name, value]) => item[name] === value) &&
    item.lowerPath.includes(wish.path) &&
    wish.words.every((word) => item.text.includes(word));

  const filter = () => {
    const wish = wishes();
    shown = items.filter((item) => {
      const fit = fits(item, wish);
      if (item.row.hidden === fit) item.row.hidden = !fit;
      return fit;
    });
    const all = shown.length === items.length;
    by("count").textContent = all ? plural(items.length) : `${shown.length.toLocaleString("en")} of ${plural(items.length)}`;
    by("none").hidden = shown.length > 0;
    by("clear").hidden = !(severities.size || wish.exact.length || wish.words.length || wish.path);
    for (const button of buttons) button.setAttribute("aria-pressed", String(severities.has(button.dataset.severity)));
  };

  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  };

  const clear = () => {
    severities.clear();
    words.value = path.value = "";
    for (const field of Object.values(fields)) if (field) field.value = "";
    filter();
  };

  by("filters").hidden = false;
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const field of [words, path]) field.addEventListener("input", soon);
  for (const field of Object.values(fields)) if (field) field.addEventListener("change", filter);
  by("clear").addEventListener("click", () => {
    clear();
    words.focus();
  });

  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const { severity } = button.dataset;
      if (!severities.delete(severity)) severities.add(severity);
      filter();
    });
  }
  for (const button of document.querySelectorAll("button[data-set]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      by(button.dataset.set).value = button.dataset.value;
      filter();
      by("findings").focus();
      by("findings").scrollIntoView();
    });
  }

  // A rule's remedy and reason stand in the page once; an opened finding gets a copy.

  list.addEventListener(
    "toggle",
    (event) => {
      const place = event.target.querySelector(".advice:not(.filled)");
      if (!event.target.open || !place) return;
      const copy = by(`advice-${place.dataset.rule}`).cloneNode(true);
      copy.removeAttribute("id");
      place.replaceChildren(...copy.childNodes);
      place.classList.add("filled");
    },
    true,
  );

  // addresses of single findings and rules

  const visit = () => {
    const target = by(decodeURIComponent(location.hash.slice(1)));
    const details = target && (target.matches("details") ? target : target.querySelector(":scope > details"));
    if (!details) return;
    if (target.hidden) clear();
    details.open = true;
    details.firstElementChild.focus();
    target.scrollIntoView();
  };
  addEventListener("hashchange", visit);
  visit();

  // keys

  const move = (step) => {
    const now = document.activeElement.closest(".finding");
    const at = shown.findIndex((item) => item.row === now);
    const next = at < 0 ? shown[step > 0 ? 0 : shown.length - 1] : shown[at + step];
    if (!next) return;
    next.summary.focus({ preventScroll: true });
    next.summary.scrollIntoView({ block: "nearest" });
  };

  const escape = (active) => {
    if (active.matches("input[type=search]") && active.value) {
      active.value = "";
      filter();
    } else if (active.closest("details[open]")) {
      const details = active.closest("details[open]");
      details.open = false;
      details.firstElementChild.focus();
    } else {
      active.blur();
    }
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    "/": () => {
      words.focus();
      words.select();
    },
  };

  addEventListener("keydown", (event) => {
    const active = document.activeElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      escape(active);
      event.preventDefault();
    } else if (keys[event.key] && !active.matches("input, select, textarea")) {
      event.preventDefault();
      keys[event.key]();
    }
  });
})();
