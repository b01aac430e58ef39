// What pages need beyond htmx: sign-in in place, a word when a form was not taken, focus on what was refused, and a
// cover over a page that nobody uses. What was typed stays in the form; nothing goes into the browser's storage.
"use strict";
(() => {
  const AWAY = "The server cannot be reached. What you typed stays on this page: send it again when the line is back.";
  const banner = () => document.getElementById("line-lost");
  const dialog = () => document.getElementById("again");

  function tell(why) {
    const box = banner();
    if (!box) return;
    box.querySelector("[data-why]").textContent = why;
    box.hidden = !why;
    if (why) box.scrollIntoView({ block: "nearest" });
  }

  // Sign-in in place: the server's own fragment stands in a dialog beside the form, which stays as it is.
  function openSignIn(html) {
    const box = dialog();
    box.innerHTML = html;
    if (!box.open) box.showModal();
    const first = box.querySelector("[data-focus], button[autofocus], input:not([type=hidden], .unseen), button");
    if (first) first.focus();
  }

  function adoptSession() {
    const done = dialog().querySelector("[data-signed-in]");
    if (!done) return;
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = done.dataset.csrf;
    for (const who of document.querySelectorAll("[data-who]")) who.textContent = done.dataset.name;
    for (const role of document.querySelectorAll("[data-role]")) role.textContent = done.dataset.roleIs;
    uncover();
  }

  // An answer that says why a form was not taken is read out above the form, and does not replace it.
  function sentenceOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const said = page.querySelector("#content .lead");
    return said ? said.textContent.trim().replace(/\s+/g, " ") : AWAY;
  }

  document.addEventListener("htmx:before:response", (event) => {
    const { response } = event.detail.ctx;
    tell("");
    if (response.headers.get("hx-redirect")) typed = false;
    if (response.status === 401) {
      event.preventDefault();
      response.raw.text().then(openSignIn);
    } else if (response.headers.get("lentus-keep-form") || response.status >= 500) {
      event.preventDefault();
      response.raw.text().then((html) => tell(sentenceOf(html)));
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const box = dialog();
    if (!box || !box.contains(form) || form.method === "dialog") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } })
      .then((answer) => answer.text())
      .then((html) => { openSignIn(html); adoptSession(); tell(""); })
      .catch(() => tell(AWAY));
  });

  // htmx tells of every error of its own here; only a request without any answer means that the line is lost.
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (ctx && !ctx.response) tell(AWAY);
  });
  window.addEventListener("offline", () => tell(AWAY));
  window.addEventListener("online", () => tell(""));

  // After a refusal the first thing to read is what was refused.
  document.addEventListener("htmx:after:swap", () => {
    const refused = document.querySelector("#content [data-focus], #content .error-summary");
    if (refused) { refused.tabIndex = -1; refused.focus(); }
  });

  // Whoever typed into a form is asked before leaving it.
  let typed = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[hx-post]")) typed = true; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

  // A file that somebody chooses is read into its field, so that what is sent is what stands on the page.
  for (const box of document.querySelectorAll(".from-file")) box.hidden = false;
  document.addEventListener("change", (event) => {
    const into = event.target.dataset && event.target.dataset.into;
    const file = into && event.target.files[0];
    if (!file) return;
    file.text().then((text) => {
      const field = document.getElementById(into);
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      event.target.value = "";
    });
  });

  // A page that nobody uses is covered when its session ends: a screen in a corridor shows no patient. The server is
  // asked only when somebody comes back, since asking by itself would keep a session alive.
  const minutes = Number(document.body.dataset.idleMinutes || 0);
  let timer = 0;
  function uncover() {
    document.body.classList.remove("covered");
    watch();
  }
  function cover() {
    document.body.classList.add("covered");
    openSignIn(document.getElementById("covered").innerHTML);
    dialog().querySelector("[data-show]").addEventListener("click", () => {
      fetch("/account", { headers: { "HX-Request": "true" } })
        .then((answer) => (answer.status === 401 ? answer.text().then(openSignIn) : (dialog().close(), uncover())))
        .catch(() => tell(AWAY));
    });
  }
  function watch() {
    clearTimeout(timer);
    if (minutes && !document.body.classList.contains("covered")) timer = setTimeout(cover, minutes * 60000 + 5000);
  }
  for (const used of ["input", "pointerdown", "keydown", "htmx:after:request"]) document.addEventListener(used, watch);
  dialog().addEventListener("cancel", (event) => {
    // Escape closes the box, but never uncovers a page.
    if (document.body.classList.contains("covered")) event.preventDefault();
  });
  watch();
})();
