/* Comfort for the keyboard. Every key has a link or a button; nothing here sends, reveals or deletes.
   Keys are matched by their place, so that they work on Cyrillic, Arabic and Hebrew layouts. */
"use strict";
(function () {
  const singleKeys = document.body.dataset.singleKeys !== "off";
  let afterG = 0;

  function inField(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  function rows() {
    return Array.from(document.querySelectorAll("[data-row]"));
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("row-at"));
    const next = Math.min(Math.max(now + step, 0), all.length - 1);
    all.forEach((row, index) => row.classList.toggle("row-at", index === next));
    const link = all[next].matches("a") ? all[next] : all[next].querySelector("a");
    if (link) link.focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) link.click();
    return link !== null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.ctrlKey && event.target.form) {
      event.target.form.requestSubmit();
      return;
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
      return;
    }
    if (!singleKeys || event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
    let used = true;
    if (Date.now() - afterG < 1500 && event.code.startsWith("Key")) {
      afterG = 0;
      used = follow('[data-go="' + event.code.slice(3).toLowerCase() + '"]');
    } else if (event.key === "?") {
      used = follow('a[href="/help/keys/"]');
    } else if (event.code === "Slash") {
      const search = document.querySelector("[data-search]");
      if (search) search.focus();
      used = search !== null;
    } else if (event.code === "KeyG") {
      afterG = Date.now();
    } else if (event.code === "KeyJ") {
      move(1);
    } else if (event.code === "KeyK") {
      move(-1);
    } else if (event.code === "KeyU") {
      used = follow(".crumbs a:last-of-type");
    } else {
      used = false;
    }
    if (used) event.preventDefault();
  });

  // On a small screen the menu runs sideways: show where one is.
  const here = document.querySelector(".side [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
