"use strict";
// The page can be read without this: it shows the filters and the switch of colours.
(() => {
  const root = document.documentElement;

  // Colours: as the system, light, dark. What was chosen is kept where the browser allows it.
  const themes = ["auto", "light", "dark"];
  const names = { auto: "as the system", light: "light", dark: "dark" };
  const button = document.getElementById("theme");
  const kept = {
    read() {
      try {
        return localStorage.getItem("mcpmend-theme");
      } catch {
        return null;
      }
    },
    write(theme) {
      try {
        localStorage.setItem("mcpmend-theme", theme);
      } catch {
        // It holds for this page then.
      }
    },
  };
  let theme = "auto";
  const paint = (wanted) => {
    theme = themes.includes(wanted) ? wanted : "auto";
    if (theme === "auto") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme;
    }
    button.textContent = `Colours: ${names[theme]}`;
  };
  paint(kept.read());
  button.hidden = false;
  button.addEventListener("click", () => {
    paint(themes[(themes.indexOf(theme) + 1) % themes.length]);
    kept.write(theme);
  });

  // On paper everything is open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const one of opened) {
      one.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const one of opened) {
      one.open = false;
    }
  });

  // A link to something that is closed or hidden opens it.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) {
      return;
    }
    target.hidden = false;
    const details = target.closest("details");
    if (details) {
      details.open = true;
    }
    target.scrollIntoView();
  };

  const form = document.getElementById("filters");
  if (!form) {
    addEventListener("hashchange", reveal);
    reveal();
    return;
  }

  const articles = [...document.querySelectorAll("#list > article")];
  const texts = new Map();
  const textOf = (article) => {
    let text = texts.get(article);
    if (text === undefined) {
      text = article.textContent.toLowerCase();
      texts.set(article, text);
    }
    return text;
  };
  const boxes = [...form.querySelectorAll("[name=severity]")];
  const { client, rule, file, text } = form.elements;

  const apply = () => {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const number = file.selectedOptions[0]?.dataset.n;
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const article of articles) {
      const passes =
        severities.has(article.className) &&
        (!client.value || article.dataset.client === client.value) &&
        (!rule.value || article.dataset.rule === rule.value) &&
        (number === undefined || article.dataset.file === number) &&
        words.every((word) => textOf(article).includes(word));
      article.hidden = !passes;
      shown += passes ? 1 : 0;
    }
    document.getElementById("none").hidden = shown > 0;
    document.getElementById("shown").textContent = `${shown} of ${articles.length} shown`;
  };

  // The state of the filters stands behind the address, so that it can be sent to somebody.
  const write = () => {
    const state = new URLSearchParams();
    const checked = boxes.filter((box) => box.checked).map((box) => box.value);
    if (checked.length < boxes.length) {
      state.set("severity", checked.join(",") || "none");
    }
    for (const field of [client, rule, file, text]) {
      if (field.value) {
        state.set(field.name, field.value);
      }
    }
    history.replaceState(null, "", `#${state.toString() || "findings"}`);
  };
  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      apply();
      reveal();
      return;
    }
    const state = new URLSearchParams(hash);
    const checked = state.get("severity")?.split(",");
    for (const box of boxes) {
      box.checked = !checked || checked.includes(box.value);
    }
    for (const field of [client, rule, file, text]) {
      field.value = state.get(field.name) ?? "";
      // A choice that this page does not have is none.
      if (field.selectedIndex === -1) {
        field.selectedIndex = 0;
      }
    }
    apply();
    const heading = document.getElementById("h-findings");
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  };

  const changed = () => {
    apply();
    write();
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", changed);
  let wait;
  text.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(changed, 120);
  });
  form.addEventListener("reset", () => setTimeout(changed));
  // This event comes late: what was chosen since stands in the address already, and its focus is kept.
  addEventListener("hashchange", (event) => {
    if (event.newURL === location.href) {
      read();
    }
  });
  read();
})();
