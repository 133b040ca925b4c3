// What is typed is checked beside the form, a moment after the last key. Without a script it is checked when it is saved.
"use strict";

for (const form of document.querySelectorAll("form[data-check]")) {
  const beside = document.getElementById(form.dataset.check);
  let waiting, asked = 0;
  const look = async () => {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    body.set("step", "check");
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body });
      if (answer.ok && mine === asked) beside.innerHTML = await answer.text();
    } catch { /* The next key asks again. */ }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 600); });
}
