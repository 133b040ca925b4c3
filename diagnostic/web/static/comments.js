// Going through comments: stored as one goes, by keyboard, without loading the page again. All of it works without.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("article.comment")].filter((row) => row.offsetParent);
  const told = document.getElementById("told");
  const bar = document.getElementById("progress");
  const ticks = [...document.querySelectorAll(".tick input")];
  if (!bar) return;
  let last = Promise.resolve();

  const tell = (row, words, good) => {
    const here = row.querySelector(".told");
    here.textContent = words;
    here.className = good ? "told" : "told fault";
    told.textContent = words;
  };

  // One after the other, in the order in which they were pressed.
  const store = (form, decision) => {
    const row = form.closest("article");
    const sent = new URLSearchParams(new FormData(form));
    sent.set("decision", decision);
    last = last.then(async () => {
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: sent, headers: { Accept: "application/json" }, keepalive: true,
        });
        if (!(answer.headers.get("Content-Type") || "").includes("json")) throw new Error();
        const now = await answer.json();
        tell(row, now.words, answer.ok);
        if (!answer.ok) return;
        row.className = `comment ${now.state}`;
        for (const button of row.querySelectorAll(".decisions button")) button.setAttribute("aria-pressed", button.value === now.state);
        row.querySelector("blockquote").textContent = now.text;
        bar.value = now.done;
        bar.max = now.total || 1;
        document.getElementById("progress-words").textContent = now.progress;
      } catch {
        tell(row, "Not stored: the server does not answer, or you are no longer signed in.", false);
      }
    });
    return last;
  };

  const go = (row, by) => {
    const all = rows();
    all[all.indexOf(row) + by]?.focus();
  };

  const KEYS = {
    j: (row) => go(row, 1),
    k: (row) => go(row, -1),
    1: (row) => decide(row, "keep"),
    2: (row) => decide(row, "release"),
    3: (row) => decide(row, "out"),
    e: (row) => { row.querySelector("details").open = true; row.querySelector("textarea").focus(); },
    x: (row) => row.querySelector(".tick input")?.click(),
  };
  const decide = (row, decision) => { store(row.querySelector("form"), decision); go(row, 1); };

  for (const row of document.querySelectorAll("article.comment")) {
    const form = row.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      delete form.dataset.sent;
      store(form, event.submitter ? event.submitter.value : "");
    });
    form.addEventListener("change", (event) => {
      if (["text", "translation", "theme"].includes(event.target.name)) store(form, "");
    });
    // Only while the row, or a button in it, has the focus; never while somebody writes.
    row.addEventListener("keydown", (event) => {
      if (event.target.matches("textarea")) {
        if (event.key === "Escape") row.focus();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = KEYS[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act(row);
    });
  }

  const several = document.getElementById("several");
  const all = document.getElementById("tick-all");
  const count = () => {
    const number = ticks.filter((tick) => tick.checked).length;
    document.getElementById("ticked").textContent = `${number} ticked`;
    if (number) several.querySelector("details").open = true;
  };
  for (const tick of ticks) tick.addEventListener("change", count);
  all.hidden = false;
  all.addEventListener("click", () => {
    const shown = ticks.filter((tick) => tick.offsetParent);
    const on = !shown.every((tick) => tick.checked);
    for (const tick of shown) tick.checked = on;
    count();
  });
  document.querySelector(".keys").hidden = false;
  count();
})();
