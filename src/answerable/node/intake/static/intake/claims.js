/* Keys of the claims of a report. Each presses a button or a link that stands on the page.
   Keys are matched by their place, so that they work on Cyrillic, Arabic and Hebrew layouts. */
"use strict";
(function () {
  /* The words of the claim at which one stands are marked in the text, and brought into sight. */
  function show(row) {
    const text = document.querySelector(".claims-text");
    if (!text) return;
    const number = row.id.replace("claim-", "");
    text.querySelectorAll("mark").forEach((mark) => {
      mark.classList.toggle("is-current", mark.dataset.claims.split(" ").includes(number));
    });
    const mark = text.querySelector("mark.is-current");
    if (!mark) return;
    // The text alone is moved: beside the claims on a wide page, above them on a narrow one.
    const box = text.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) {
      text.scrollTop += at.top - box.top - box.height / 3;
    }
  }

  document.addEventListener("focusin", function (event) {
    const row = event.target.closest(".claim[data-row]");
    if (row) show(row);
  });

  if (document.body.dataset.singleKeys === "off") return;
  const help = document.getElementById("claims-keys");

  function rows() {
    return Array.from(document.querySelectorAll("[data-row]"));
  }

  function current() {
    const focused = document.activeElement && document.activeElement.closest("[data-row]");
    return focused || document.querySelector("[data-row].row-at");
  }

  function stand(next) {
    rows().forEach((row) => row.classList.toggle("row-at", row === next));
    next.querySelector("[data-quote]").focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function go(step) {
    const all = rows();
    if (!all.length) return false;
    stand(all[Math.min(Math.max(all.indexOf(current()) + step, 0), all.length - 1)]);
    return true;
  }

  function use(event) {
    if (event.key === "?") {
      if (!help) return false;
      help.open = !help.open;
      help.querySelector("summary").focus();
      return true;
    }
    if (event.code === "KeyJ" || event.code === "KeyK") return go(event.code === "KeyJ" ? 1 : -1);
    const row = current();
    const deed = Array.from("cextu").find((key) => event.code === "Key" + key.toUpperCase());
    if (!row || !deed) return false;
    const button = row.querySelector('[data-deed="' + deed + '"]');
    if (button) button.click();
    // Also where the claim has no such button: "u" would leave the page for the report.
    return true;
  }

  let afterG = 0;
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
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

  // After a decision the page is loaded anew where one was.
  const back = location.hash.startsWith("#claim-") && document.getElementById(location.hash.slice(1));
  if (back) {
    stand(back);
    // The browser goes to the fragment after that, and takes the focus away.
    window.addEventListener("load", function () {
      if (document.activeElement === document.body) stand(back);
    });
  }
})();
