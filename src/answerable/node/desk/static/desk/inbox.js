/* Keys of the inbox. Each leads to what a button or a link of the page leads to, and decides nothing.
   Keys are matched by their place, so that they work on Cyrillic, Arabic and Hebrew layouts. */
"use strict";
(function () {
  if (document.body.dataset.singleKeys === "off") return;
  const form = document.getElementById("inbox");
  const said = document.getElementById("inbox-chosen");
  const help = document.getElementById("inbox-keys");

  function rows() {
    return form ? Array.from(form.querySelectorAll("[data-row]")) : [];
  }

  function boxOf(row) {
    return row.querySelector('input[name="item"]');
  }

  // Where one is: the row that has the focus, or the one that j and k came to last.
  function current() {
    const focused = document.activeElement && document.activeElement.closest("[data-row]");
    return focused || rows().find((row) => row.classList.contains("row-at")) || null;
  }

  function chosen() {
    return rows().filter((row) => boxOf(row).checked);
  }

  function go(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(current());
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    all.forEach((row) => row.classList.toggle("row-at", row === next));
    next.querySelector("a").focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function count() {
    const number = chosen().length;
    if (said) said.textContent = number ? said.dataset.some.replace("0", String(number)) : said.dataset.none;
  }

  function toggle(row) {
    const box = boxOf(row);
    box.checked = !box.checked;
    count();
  }

  // With nothing chosen, a key is about the row where one is.
  function decide(key) {
    const buttons = Array.from(document.querySelectorAll("button[data-deed]"));
    const button = buttons.find((one) => one.dataset.deed === key);
    if (!button) return false;
    if (form) {
      const row = current();
      if (!chosen().length) {
        if (!row) return false;
        // What may tell of the same is proposed along with the deed.
        const alike = row.querySelector('a[data-alike="' + key + '"]');
        if (alike) {
          alike.click();
          return true;
        }
        boxOf(row).checked = true;
      }
    }
    button.click();
    return true;
  }

  function isTyping(target) {
    const field = target.closest("input, textarea, select, [contenteditable]");
    return field !== null && field.type !== "checkbox";
  }

  function use(event) {
    const row = current();
    if (event.key === "?") {
      if (!help) return false;
      help.open = !help.open;
      help.querySelector("summary").focus();
      return true;
    }
    if (event.code === "Space") {
      if (!row || event.target.closest("button, summary, input")) return false;
      toggle(row);
      return true;
    }
    if (event.code === "KeyJ" || event.code === "KeyK") {
      if (!form) return false;
      go(event.code === "KeyJ" ? 1 : -1);
      return true;
    }
    if (event.code === "KeyO") {
      const link = row && row.querySelector("a");
      if (link) link.click();
      return Boolean(link);
    }
    if (event.code === "KeyZ") {
      const undo = document.getElementById("undo");
      if (undo) undo.focus();
      return undo !== null;
    }
    return event.code.startsWith("Key") && decide(event.code.slice(3).toLowerCase());
  }

  let afterG = 0;
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    // "g" and a letter lead elsewhere; the common keys see to that.
    if (Date.now() - afterG < 1500) {
      afterG = 0;
      return;
    }
    if (event.code === "KeyG") {
      afterG = Date.now();
      return;
    }
    if (use(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  if (form) form.addEventListener("change", count);
  count();
})();
