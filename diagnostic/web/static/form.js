// One section at a time, a review before sending, and a draft that stays in this browser.
// Without this script the page is complete: consent and every question below each other.
"use strict";

(async () => {
  const form = document.getElementById("sheet");
  const draft = await openDraft();
  if (!form) {
    if (document.body.hasAttribute("data-forget")) draft.forget();
    return;
  }

  const make = document.getElementById("stepper").content.cloneNode(true);
  const part = (selector) => make.querySelector(selector);
  const progress = part(".progress"), counter = part("#progress"), bar = part("progress");
  const review = part(".review"), unanswered = part(".unanswered"), answers = part(".answers");
  const back = part(".back"), next = part(".next"), draftBar = part(".draft"), told = part(".told");
  const send = document.getElementById("send");
  const consent = document.getElementById("consent");
  const summary = document.getElementById("summary");

  form.prepend(progress);
  form.insertBefore(review, send);
  form.append(make);
  form.classList.add("stepped");
  if (!draft.works) draftBar.hidden = true;

  const steps = [...form.querySelectorAll(".step")];
  const last = steps.length - 1;
  let current = 0;
  let sending = false;

  // --- Moving -------------------------------------------------------------------------------------

  function show(number, target) {
    current = number;
    steps.forEach((step, n) => { step.hidden = n !== number; });
    send.hidden = number !== last;
    back.hidden = number === 0;
    next.hidden = number === last;
    next.textContent = number === 0 ? next.dataset.start : number === last - 1 ? next.dataset.review : next.dataset.next;
    progress.hidden = number === 0;
    draftBar.hidden = !draft.works || number === 0;
    bar.value = number;
    counter.textContent = number === last
      ? counter.dataset.last
      : fill(counter.dataset.words, { number: number, total: last - 1 });
    if (number === last) listAnswers();
    if (target && target !== steps[number]) {
      const control = target.matches("input, select, textarea") ? target : target.querySelector("input:checked, input, select, textarea");
      target.scrollIntoView({ block: "center" });
      (control || target).focus({ preventScroll: true });
    } else {
      window.scrollTo(0, 0);
      steps[number].querySelector("h1, h2").focus({ preventScroll: true });
    }
  }

  // Sections are addresses, so the browser's own back button goes one section back.
  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    const step = target && (target.id === "questions" ? steps[1] : target.closest(".step"));
    if (step) show(steps.indexOf(step), target.id === "questions" ? step : target);
    else if (!id) show(0);
  }

  function go(number) {
    if (number > 0 && !agreed()) return;
    history.pushState(null, "", "#" + steps[number].id);
    show(number);
  }

  function agreed() {
    const fault = document.getElementById("f-consent");
    fault.hidden = consent.checked;
    consent.setAttribute("aria-invalid", String(!consent.checked));
    if (consent.checked) return true;
    if (current !== 0) show(0);
    fault.scrollIntoView({ block: "center" });
    consent.focus({ preventScroll: true });
    return false;
  }

  next.addEventListener("click", () => go(current + 1));
  back.addEventListener("click", () => go(current - 1));
  window.addEventListener("hashchange", follow);
  consent.addEventListener("change", () => { if (consent.checked) agreed(); });
  // A link to where one already is changes no address.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) { event.preventDefault(); follow(); }
  });

  // --- Review -------------------------------------------------------------------------------------

  function listAnswers() {
    answers.replaceChildren();
    let blank = 0;
    for (const step of steps.slice(1, last)) {
      const head = element("div", "part"), list = element("dl"), edit = element("a", "", answers.dataset.edit);
      edit.href = "#" + step.id;
      edit.setAttribute("aria-label", fill(answers.dataset.editSection, { section: step.dataset.title }));
      head.append(element("h3", "", step.dataset.title), edit);
      for (const question of step.querySelectorAll("[data-question]")) {
        const given = answerTo(question);
        const line = element("div", given ? "" : "blank");
        line.append(element("dt", "", question.dataset.question), element("dd", "", given || answers.dataset.blank));
        list.append(line);
        if (!given) blank += 1;
      }
      answers.append(head, list);
    }
    unanswered.textContent = blank ? fill(unanswered.dataset.words, { count: blank }) : unanswered.dataset.complete;
  }

  function answerTo(question) {
    const ticked = [...question.querySelectorAll("input:checked")];
    if (ticked.length) return ticked.map((input) => input.closest("label").textContent.trim()).join("; ");
    const select = question.querySelector("select");
    if (select) return select.value && select.selectedOptions[0].textContent;
    const typed = question.querySelector('input[type="text"], textarea');
    if (!typed || !typed.value.trim()) return "";
    const unit = question.querySelector(".unit");
    return typed.value.trim() + (unit ? " " + unit.textContent : "");
  }

  // --- Counting -----------------------------------------------------------------------------------

  function count() {
    for (const choice of form.querySelectorAll("[data-at-most]")) {
      const boxes = [...choice.querySelectorAll("input")];
      const picked = boxes.filter((box) => box.checked).length;
      const words = choice.querySelector(".count");
      setText(words, picked ? fill(words.dataset.words, { count: picked }) : "");
      for (const box of boxes) box.disabled = !box.checked && picked >= Number(choice.dataset.atMost);
    }
    for (const area of form.querySelectorAll("textarea")) {
      const hint = document.getElementById("h-" + area.name);
      const left = area.maxLength - area.value.length;
      hint.dataset.start ??= hint.textContent;
      setText(hint, area.value ? fill(hint.dataset.words, { count: left.toLocaleString(document.documentElement.lang) }) : hint.dataset.start);
    }
  }

  // --- Draft --------------------------------------------------------------------------------------

  function controls() {
    return [...form.elements].filter((control) => control.name && control !== consent);
  }

  function save() {
    const filled = controls().filter((control) => (control.matches("[type=radio], [type=checkbox]") ? control.checked : control.value));
    draft.save(filled.map((control) => [control.name, control.value]));
  }

  function put(pairs) {
    const given = new Set(pairs.map(([name, value]) => JSON.stringify([name, value])));
    const typed = new Map(pairs);
    for (const control of controls()) {
      if (control.matches("[type=radio], [type=checkbox]")) control.checked = given.has(JSON.stringify([control.name, control.value]));
      else control.value = typed.get(control.name) ?? "";
    }
  }

  form.addEventListener("input", () => { count(); save(); tell(""); });
  draftBar.querySelector(".clear").addEventListener("click", () => {
    if (!window.confirm(form.dataset.confirm)) return;
    put([]);
    count();
    draft.forget();
    if (current === last) listAnswers();
    tell(form.dataset.cleared);
  });

  // --- Sending ------------------------------------------------------------------------------------

  form.addEventListener("submit", (event) => {
    if (sending) return event.preventDefault();
    // The return key in a field means "go on", not "send".
    if (current !== last) { event.preventDefault(); return go(current + 1); }
    if (!agreed()) return event.preventDefault();
    sending = true;
    draft.release();
  });
  window.addEventListener("pageshow", () => { sending = false; });

  // --- Beginning ----------------------------------------------------------------------------------

  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  const earlier = draft.read();
  if (!summary && earlier.length) {
    put(earlier);
    save();
    tell(form.dataset.restored, true);
  }
  count();
  show(0);
  if (summary) {
    save();
    const link = summary.querySelector("a");
    const target = document.getElementById(link.getAttribute("href").slice(1));
    const step = target.id === "questions" ? steps[1] : target.closest(".step");
    show(steps.indexOf(step));
    summary.focus();
  }

  function tell(words, above = false) {
    told.classList.toggle("above", above);
    if (above) form.prepend(told); else form.append(told);
    setText(told, words);
  }
  function setText(node, text) { if (node.textContent !== text) node.textContent = text; }
  function fill(words, values) { return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole); }
  function element(name, className = "", text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
})();

// The draft lies in this browser's storage, under a digest of the page's path: the link itself is
// kept nowhere. Sending moves it to the tab's own memory, so that a broken connection loses nothing,
// and the page that says thank you drops that too.
async function openDraft() {
  const nothing = { works: false, read: () => [], save() {}, release() {}, forget() {} };
  if (!window.isSecureContext || !window.crypto?.subtle) return nothing;
  try {
    const bytes = new TextEncoder().encode("draft " + location.pathname);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const key = "draft-" + [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const kept = localStorage, tab = sessionStorage;
    return {
      works: true,
      read() {
        try { return JSON.parse(kept.getItem(key) ?? tab.getItem(key) ?? "[]"); } catch { return []; }
      },
      save(pairs) {
        try { kept.setItem(key, JSON.stringify(pairs)); } catch { /* full: the form still works */ }
      },
      release() {
        const value = kept.getItem(key);
        kept.removeItem(key);
        if (value) try { tab.setItem(key, value); } catch { /* as above */ }
      },
      forget() { kept.removeItem(key); tab.removeItem(key); },
    };
  } catch {
    return nothing;
  }
}
