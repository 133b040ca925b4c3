// What pages gain with a script. All of them work without it.
"use strict";

// A send or a briefing that takes a while: ask how far it is, and load the page again when it is done.
for (const box of document.querySelectorAll("[data-progress]")) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  let wait = 1500;
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const now = await answer.json();
      if (bar && now.total) { bar.max = now.total; bar.value = now.done; }
      if (words) words.textContent = now.words;
      if (now.finished) { location.reload(); return; }
      wait = Math.min(wait * 1.2, 10000);
    } catch { wait = 10000; }
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button && button.dataset.busy) button.textContent = button.dataset.busy;
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Take the reader to what needs correcting.
document.getElementById("faults")?.focus();
