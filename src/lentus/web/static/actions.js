// What action forms need beyond htmx: a fresh row under the last one that is being filled in, and the focus kept on a
// question whose answer made the form anew.
"use strict";
(() => {
  const NUMBER = /-(\d+)(-hint|-said)?$/;

  // Ids end in the number of their row; the words about a row are redrawn by these ids.
  function renumbered(text) {
    return text.split(" ").map((one) => one.replace(NUMBER, (_, row, tail) => `-${Number(row) + 1}${tail || ""}`)).join(" ");
  }

  function freshRow(row) {
    const fresh = row.cloneNode(true);
    for (const part of fresh.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, renumbered(part.getAttribute(name)));
      }
    }
    for (const input of fresh.querySelectorAll("input")) { input.value = ""; input.removeAttribute("aria-invalid"); }
    for (const words of fresh.querySelectorAll(".echo")) words.textContent = "";
    for (const hidden of fresh.querySelectorAll("label > span")) {
      hidden.textContent = hidden.textContent.replace(/(\d+)$/, (row) => String(Number(row) + 1));
    }
    return fresh;
  }

  document.addEventListener("input", (event) => {
    const row = event.target.closest(".rows > .row");
    if (row && !row.nextElementSibling && event.target.value) row.after(freshRow(row));
  });

  let reshaping = "";
  document.addEventListener("change", (event) => {
    if (event.target.hasAttribute("data-reshapes")) reshaping = event.target.id;
  });
  document.addEventListener("htmx:after:swap", () => {
    const asked = reshaping && document.getElementById(reshaping);
    if (!asked || asked === document.activeElement || document.activeElement !== document.body) return;
    asked.focus();
    reshaping = "";
  });
})();
