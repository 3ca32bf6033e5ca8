// What a frame inside the Airflow UI cannot do in CSS: wear Airflow's theme, and open an article in a new tab.
"use strict";

(() => {
  const page = document.documentElement;
  const isFramed = window.parent !== window;

  const readHost = () => {
    try {
      return isFramed ? window.parent.document.documentElement : null;
    } catch {
      return null; // framed by something else than Airflow
    }
  };

  const host = readHost();

  const themeOf = (element) =>
    ["dark", "light"].find((name) => element.classList.contains(name) || element.dataset.theme === name);

  const wearTheme = () => {
    let theme = host ? themeOf(host) : null;
    if (!host) {
      try {
        theme = localStorage.getItem("theme"); // where the Airflow UI keeps its own, for a page outside the frame
      } catch {
        theme = null;
      }
    }
    if (theme === "dark" || theme === "light") {
      page.dataset.theme = theme;
    } else {
      delete page.dataset.theme; // the style sheet asks the system
    }
  };

  wearTheme();
  if (host) {
    new MutationObserver(wearTheme).observe(host, { attributeFilter: ["class", "data-theme"], attributes: true });
  }

  // Airflow's frame is sandboxed without pop-ups, so a link's new tab is opened by the UI around it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[target=_blank]");
    if (!host || !link || event.defaultPrevented || event.button !== 0) {
      return;
    }
    event.preventDefault();
    const outer = window.parent.document.createElement("a");
    outer.href = link.href;
    outer.target = "_blank";
    outer.rel = "noopener noreferrer nofollow";
    outer.click();
  });

  // Fields left empty stay out of the address.
  document.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") {
        event.formData.delete(name);
      }
    }
  });
})();
