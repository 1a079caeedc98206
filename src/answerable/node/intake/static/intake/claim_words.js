/* What is marked in the text goes into the field for a claim's words. Without it: copy and paste. */
"use strict";
(function () {
  const text = document.querySelector("[data-words-for]");
  const field = text && document.getElementById(text.dataset.wordsFor);
  if (!field) return;
  document.addEventListener("selectionchange", function () {
    const chosen = document.getSelection();
    const words = String(chosen).trim();
    if (words && text.contains(chosen.anchorNode) && text.contains(chosen.focusNode)) {
      field.value = words;
    }
  });
})();
