// One section at a time, a review before sending, and a draft that stays in this browser until the
// server has said that the answers are stored. They are sealed here before they are sent. Without this
// script the page is complete: consent and every question below each other, sent by the form itself.
"use strict";

const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds between attempts to send
const PASSING = [0, 429, 502, 503, 504]; // what goes away by itself; 0 is no answer at all
const UNSURE = [0, 500, 502, 504]; // after these the answers may have been stored all the same
const FEW = 5; // unanswered questions that are listed unasked
const DOUBLE_PRESS = 600; // milliseconds within which a second press is a slip

openDraft().then(begin);

// The page as it was loaded, or as an answer of the server has just replaced it.
function begin(draft, ours = false, receipt = "") {
  const form = document.getElementById("sheet");
  if (form) return stepThrough(form, draft);
  if (document.body.hasAttribute("data-stored")) {
    give(receipt);
    window.carrying?.stored();
    return draft.forget();
  }
  // The link has been used, most likely by an attempt from here whose reply was lost.
  const arrived = document.getElementById("arrived");
  if (arrived && ours) {
    draft.forget();
    const section = arrived.parentNode, said = section.querySelector("h1").textContent;
    section.querySelectorAll(":scope > :not(.contact, #arrived)").forEach((one) => one.remove());
    section.classList.add("good");
    arrived.replaceWith(arrived.content);
    give(receipt);
    window.carrying?.stored();
    document.title = document.title.replace(said, section.querySelector("h1").textContent);
    return;
  }

  // Every other page leaves the draft alone.
  const kept = draft.read();
  if (!hasAnswers(kept)) return;
  const grace = document.getElementById("grace"), stamp = kept._begun?.[0][0];
  if (grace && stamp) {
    const offer = grace.content.cloneNode(true);
    offer.querySelector("a").href = address({ begun: stamp });
    grace.replaceWith(offer);
  }
  const left = document.getElementById("left");
  if (left) {
    const part = left.content.cloneNode(true), told = part.querySelector("p"), button = part.querySelector("button");
    button.addEventListener("click", () => {
      if (!window.confirm(button.dataset.confirm)) return;
      draft.forget();
      told.textContent = told.dataset.cleared;
      button.remove();
    });
    left.replaceWith(part);
  }
}

// The code of one's own ballot, which nobody else knows.
function give(receipt) {
  const part = document.getElementById("receipt");
  if (!part || !receipt) return;
  const code = part.content.querySelector("code"), copy = part.content.querySelector("button");
  code.textContent = receipt.match(/.{4}/g).join("-");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    copy.textContent = copy.dataset.copied;
  });
  part.replaceWith(part.content);
}

function stepThrough(form, draft) {
  const make = document.getElementById("stepper").content.cloneNode(true);
  const part = (selector) => make.querySelector(selector);
  const progress = part(".progress"), counter = part("#progress"), bar = part("progress"), check = part(".check");
  const review = part(".review"), complete = part(".complete"), missing = part(".missing"), answers = part(".answers");
  const back = part(".back"), next = part(".next"), draftBar = part(".draft"), told = part(".told");
  const sent = part(".sent"), yet = part(".yet"), undo = part(".undo");
  const send = document.getElementById("send"), sendButton = send.querySelector("button");
  const sendWords = sendButton.textContent;
  const consent = document.getElementById("consent");
  let summary = document.getElementById("summary");
  let title = document.title;
  const preview = sendButton.disabled;
  const seals = form.dataset.layers && canSeal();
  if (seals) {
    const sealed = document.getElementById("sealed");
    sealed.textContent = sealed.dataset.here;
    document.getElementById("on-arrival").remove();
    sealing.fingerprint(form.dataset.layers).then((digits) => setText(form.querySelector(".key"), digits));
  }
  if (preview) draft = { ...draft, read: () => ({}), write() {} };
  const gone = new AbortController(); // ends what listens outside the page once that is replaced
  const outside = { signal: gone.signal };

  form.prepend(progress);
  form.insertBefore(review, send);
  sent.before(send);
  form.append(make);
  form.classList.add("stepped");

  // What the page says but once, for its size.
  for (const row of form.querySelectorAll("[data-question]")) {
    const statement = row.getAttribute("aria-label"), activity = row.closest(".activity"), field = row.querySelector("[name]");
    if (!row.querySelector('[id^="q-"]')) (activity ? field : row).id = "q-" + field.name;
    row.dataset.question = statement ?? (activity ? activity.firstElementChild.textContent + ": " + row.querySelector("span").textContent : row.querySelector("summary, label, legend").textContent);
  }

  // Where answers to agreed targets may be kept: `carried.js`.
  const follows = seals && form.dataset.followed && window.carrying;
  if (follows) follows.begin(form, send);

  const steps = [...form.querySelectorAll(".step")];
  const last = steps.length - 1;
  for (const step of steps) step.querySelector(".grid")?.before(undo.cloneNode(true));
  undo.remove();

  let current = 0;
  let opened = false; // the server has said that the link can be used
  let reviewed = Boolean(summary);
  let known = draft.read(); // each field's values, and when they were given

  // --- Moving -------------------------------------------------------------------------------------

  function show(number, target) {
    current = number;
    steps.forEach((step, n) => { step.hidden = n !== number; });
    back.hidden = number === 0;
    next.hidden = number === last;
    next.textContent = number === 0 ? next.dataset.start : number === last - 1 ? next.dataset.review : next.dataset.next;
    progress.hidden = number === 0;
    draftBar.hidden = !draft.works || number === 0;
    reviewed ||= number === last;
    check.hidden = !reviewed || number === last;
    bar.value = number;
    counter.textContent = number === last
      ? counter.dataset.last
      : fill(counter.dataset.words, { number: number, total: last - 1 });
    const heading = steps[number].querySelector("h1, h2");
    document.title = number ? [heading.textContent, counter.textContent, title].join(" · ") : title;
    if (number === last) listAnswers();
    measure();
    if (target && target !== steps[number]) {
      const control = target.matches("input, select, textarea") ? target : target.querySelector("input:checked, input, select, textarea");
      target.scrollIntoView({ block: "center" });
      (control || target).focus({ preventScroll: true });
    } else {
      window.scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
  }

  // What is focused must not lie under what sticks to the top, however large the text is.
  function measure() {
    const heads = [...steps[current].querySelectorAll(".heads")].filter((head) => getComputedStyle(head).position === "sticky");
    const style = document.documentElement.style;
    style.setProperty("--progress", progress.offsetHeight + "px");
    style.setProperty("--heads", Math.max(0, ...heads.map((head) => head.offsetHeight)) + "px");
  }

  // Sections are addresses, so the browser's own back button goes one section back.
  function follow() {
    const target = document.getElementById(named(location.hash));
    const step = target && (target.id === "questions" ? steps[1] : target.closest(".step"));
    if (sending || (!step && location.hash)) return;
    leave();
    if (!step) return show(0);
    show(steps.indexOf(step), target.id === "questions" ? step : target);
    note("_section", [step.id]);
  }

  function go(number) {
    if (sending || (number > 0 && !agreed())) return;
    leave();
    history.pushState(null, "", "#" + steps[number].id);
    show(number);
    note("_section", [steps[number].id]);
  }

  async function forward() {
    if (current || opened || preview) return go(current + 1);
    if (!agreed() || next.hasAttribute("aria-busy")) return;
    next.setAttribute("aria-busy", "true");
    const answer = await post(new URLSearchParams({ _step: "open", _begun: form.elements._begun?.value ?? "" }), 5);
    next.removeAttribute("aria-busy");
    if (refuses(answer) && turn(answer.page)) return;
    opened = answer.status === 204;
    go(1);
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

  next.addEventListener("click", forward);
  back.addEventListener("click", () => go(current - 1));
  check.addEventListener("click", () => go(last));
  window.addEventListener("hashchange", follow, outside);
  window.addEventListener("resize", measure, outside);
  consent.addEventListener("change", () => { if (consent.checked) agreed(); });
  // A link to where one already is changes no address.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) { event.preventDefault(); follow(); }
  });

  // --- Review -------------------------------------------------------------------------------------

  function listAnswers() {
    const unfolded = [...answers.children].map((one) => one.open);
    const blanks = [];
    const parts = steps.slice(1, last).map((step, n) => {
      const list = element("dl"), questions = [...step.querySelectorAll("[data-question]")].filter((one) => !one.matches("details") || answerTo(one));
      const blank = questions.filter((question) => {
        const given = answerTo(question), line = element("div", given ? "" : "blank"), term = element("dt");
        term.append(linkTo(question));
        line.append(term, element("dd", "", given || answers.dataset.blank));
        list.append(line);
        return !given;
      });
      blanks.push(...blank);
      const words = { given: questions.length - blank.length, total: questions.length };
      const made = element("details"), head = element("summary");
      head.append(element("span", "", step.querySelector("h2").textContent), " ", element("small", "", fill(answers.dataset.words, words)));
      made.append(head, list);
      made.open = unfolded[n] ?? false;
      return made;
    });
    if (!unfolded.length) missing.open = blanks.length <= FEW;
    answers.replaceChildren(...parts);
    complete.hidden = blanks.length > 0;
    missing.hidden = !blanks.length;
    missing.querySelector("summary").textContent = fill(missing.dataset.words, { count: blanks.length });
    const items = blanks.map((question) => {
      const item = element("li");
      item.append(linkTo(question));
      return item;
    });
    missing.querySelector("ul").replaceChildren(...items);
  }

  function linkTo(question) {
    const link = element("a", "", question.dataset.question);
    link.href = "#" + (question.id || question.querySelector('[id^="q-"]').id);
    return link;
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

  // --- Answering ----------------------------------------------------------------------------------

  function count() {
    for (const choice of form.querySelectorAll("[data-at-most]")) {
      const boxes = [...choice.querySelectorAll("input")];
      const picked = boxes.filter((box) => box.checked).length;
      const words = choice.querySelector(".count");
      setText(words, picked ? fill(words.dataset.words, { count: picked }) : "");
      for (const box of boxes) box.disabled = !box.checked && !("alone" in box.dataset) && picked >= Number(choice.dataset.atMost);
    }
    for (const area of form.querySelectorAll("textarea")) {
      const hint = document.getElementById("h-" + area.name), more = area.closest("details");
      if (more) { more.open ||= area.value; continue; }
      const left = area.maxLength - area.value.length;
      hint.dataset.start ??= hint.textContent;
      setText(hint, area.value ? fill(hint.dataset.words, { count: left.toLocaleString(document.documentElement.lang) }) : hint.dataset.start);
    }
  }

  // An answer that is pressed again, or deleted by key, is taken back; so it is by choosing none, which a page without
  // this script needs.
  function takeBack(radio) {
    radio.checked = false;
    changed({ target: radio });
    tell(form.dataset.undone);
  }

  form.addEventListener("click", ({ target }) => {
    if (!target.matches("[type=radio]")) return;
    const [values, since] = known[target.name] ?? [[], 0];
    if (!target.value || (values[0] === target.value && Date.now() - since > DOUBLE_PRESS)) takeBack(target);
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("[type=radio]:checked") || !["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    takeBack(event.target);
  });

  // --- Draft --------------------------------------------------------------------------------------

  function controls() {
    return [...form.elements].filter((control) => control.name && control.matches("input, select, textarea"));
  }

  function given() {
    const fields = {};
    for (const control of controls()) {
      const values = (fields[control.name] ??= []);
      if (ticks(control) ? control.checked : control.value) values.push(control.value);
    }
    return fields;
  }

  function learn(name, values) {
    if (String(values) === String(known[name]?.[0] ?? [])) return;
    known[name] = [values, Math.max(Date.now(), (known[name]?.[1] ?? 0) + 1)];
  }

  // Another tab may have written meanwhile: of each field the newest counts, also where it is empty.
  function save() {
    if (gone.signal.aborted) return;
    for (const [name, values] of Object.entries(given())) learn(name, values);
    absorb();
    draft.write(known);
  }

  function note(name, values) {
    learn(name, values);
    save();
  }

  function absorb() {
    const newer = Object.entries(draft.read()).filter(([name, [, time]]) => !(known[name]?.[1] >= time));
    if (!newer.length) return;
    for (const [name, entry] of newer) known[name] = entry;
    put(newer.map(([name]) => name));
    newer.forEach(([name]) => clearFault(name));
    if (current === last) listAnswers();
  }

  function put(names) {
    const these = new Set(names);
    for (const control of controls()) {
      if (!these.has(control.name) || control.type === "hidden") continue;
      const values = known[control.name]?.[0] ?? [];
      if (ticks(control)) control.checked = values.includes(control.value);
      // Of a number "can't say" is a box beside it.
      else control.value = values.find((value) => value !== "-" || form.elements[control.name] === control) ?? "";
    }
    count();
  }

  // "None of these" and a topic, "can't say" and a number: what was said last counts.
  function alone(control) {
    const question = control.closest(".question"), box = question?.querySelector("[data-alone]");
    if (!box || !control.value) return;
    const others = [...question.querySelectorAll("input")].filter((other) => other !== box);
    if (control !== box) box.checked = false;
    else if (box.checked) for (const other of others) if (ticks(other)) other.checked = false; else other.value = "";
  }

  function changed({ target }) {
    alone(target);
    count();
    save();
    clearFault(target.name);
    tell("");
  }

  // What has been changed is at fault no longer, as far as can be known here.
  function clearFault(field) {
    if (field === consent.name && !consent.checked) return;
    const id = field === consent.name ? consent.id : "q-" + field;
    document.getElementById("f-" + field)?.remove();
    document.getElementById(id)?.removeAttribute("aria-invalid");
    if (!summary || summary.hidden) return;
    const corrected = ["#" + id, hasAnswers(known) && "#questions"];
    for (const link of summary.querySelectorAll("a")) if (corrected.includes(link.getAttribute("href"))) link.parentNode.remove();
    if (summary.querySelector("a")) return;
    summary.hidden = true;
    const said = summary.querySelector("h2").textContent + " · ";
    title = title.replace(said, "");
    document.title = document.title.replace(said, "");
  }

  form.addEventListener("input", changed);
  draftBar.querySelector(".clear").addEventListener("click", () => {
    if (sending || !window.confirm(form.dataset.confirm)) return;
    known = {};
    put(controls().map((control) => control.name).filter((name) => name !== consent.name));
    draft.forget();
    controls().forEach((control) => clearFault(control.name));
    if (current === last) listAnswers();
    tell(form.dataset.cleared);
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== draft.key) return;
    if (event.newValue === null) elsewhere();
    else absorb();
  }, outside);
  window.addEventListener("pageshow", (event) => { if (event.persisted) absorb(); }, outside);

  // Another tab has sent or deleted it: what stands here must neither be written again nor just vanish.
  function elsewhere() {
    gone.abort();
    clearTimeout(again);
    history.replaceState(null, "", location.pathname + location.search);
    document.title = title;
    const message = document.getElementById("elsewhere").content;
    message.querySelector("button").addEventListener("click", () => location.reload());
    document.getElementById("main").replaceChildren(message);
    toTop();
  }

  // --- Another language ---------------------------------------------------------------------------

  // The return key in a field must press none of these.
  document.querySelector(".languages [disabled]")?.remove();
  for (const button of document.querySelectorAll('[name="_language"]')) {
    button.type = "button";
    button.addEventListener("click", () => {
      // The page that comes next would send once more, and learn that the link has been used.
      if (sending) return;
      const there = address({ language: button.value }) + (current ? "#" + steps[current].id : "");
      if (draft.works) {
        save();
        return location.assign(there);
      }
      if (seals) return carry(there);
      const wish = element("input");
      Object.assign(wish, { type: "hidden", name: button.name, value: button.value });
      form.append(wish);
      form.action = there;
      form.submit();
    });
  }

  // Where nothing can be kept: answers go to the other page without leaving this one.
  async function carry(there) {
    const answer = await load(there);
    if (!answer.page?.getElementById("sheet") && !refuses(answer)) return;
    for (const [name, values] of Object.entries(given())) learn(name, values);
    const kept = known;
    history.replaceState(null, "", there);
    turn(answer.page, { ...draft, read: () => kept });
  }

  // --- Sending ------------------------------------------------------------------------------------

  let waiting = false; // the button was pressed here, and the server has not said yet what it did
  let sending = false; // an attempt is under way
  let attempts = 0;
  let again; // the next attempt

  // What the server would refuse, if it could read it.
  function faults() {
    const found = [...form.querySelectorAll("[data-fault]")].filter((asked) => {
      const { atMost, minimum, maximum } = asked.dataset;
      if (atMost) return asked.querySelectorAll("input:checked").length > atMost;
      if (asked.matches("textarea")) return tidy(asked.value).length > asked.maxLength;
      const typed = asked.value.trim().replace(/%$/, "").trim().replace(",", ".");
      const valid = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed) && typed >= Number(minimum) && typed <= Number(maximum);
      return !["", "-"].includes(asked.value.trim()) && !valid;
    }).map((asked) => [asked, asked.name || asked.querySelector("input").name, asked.dataset.fault]);
    if (!found.length && !Object.keys(answered()).length) found.push([null, "", form.dataset.nothing]);
    return found;
  }

  // Says them as the server does: at the head of the page and beside each question.
  function sound() {
    const found = seals ? faults() : [];
    if (!found.length) return true;
    if (!summary) {
      form.prepend(document.getElementById("at-fault").content);
      summary = form.querySelector(".summary");
      summary.id = "summary";
    }
    summary.hidden = false;
    summary.querySelector("ul").replaceChildren();
    form.querySelectorAll(".fault:not(#f-consent)").forEach((one) => one.remove());
    for (const [asked, field, words] of found) {
      const question = asked?.closest("[data-question]"), line = element("li"), link = element("a");
      link.href = asked ? "#" + asked.id : "#questions";
      link.append(...(question ? [element("strong", "", question.dataset.question), " "] : []), words);
      line.append(link);
      summary.querySelector("ul").append(line);
      if (!asked) continue;
      const fault = element("p", "fault", words);
      fault.id = "f-" + field;
      question.querySelector(".hint").after(fault);
      asked.setAttribute("aria-invalid", "true");
      if (!asked.getAttribute("aria-describedby").includes(fault.id)) asked.setAttribute("aria-describedby", fault.id + " " + asked.getAttribute("aria-describedby"));
    }
    const first = found[0][0], said = summary.querySelector("h2").textContent + " · ";
    title = said + title.replace(said, "");
    show(first ? steps.indexOf(first.closest(".step")) : 1);
    summary.focus();
    return false;
  }

  async function deliver() {
    clearTimeout(again);
    if (sending) return;
    waiting = sending = true;
    note("_sending", ["yes"]);
    // What was sent first without hearing what became of it. Offline, nothing leaves this browser.
    const unsure = known._sent?.[0] ?? [];
    if (navigator.onLine && !unsure.length) note("_sent", [String(filled())]);
    busy(true);
    yet.hidden = true;
    // What is said of an attempt before stays until this one has an outcome.
    if (!attempts) setText(sent, form.dataset.sending);
    const body = seals ? await ballot().catch(() => null) : filled();
    const answer = body ? await post(body, 30) : { status: -1, after: 0, page: null };
    sending = false;
    busy(false);
    const stored = answer.page?.body.hasAttribute("data-stored");
    if (gone.signal.aborted && !stored) return;
    if (!UNSURE.includes(answer.status)) note("_sent", unsure);
    if (stored || refuses(answer) || (answer.status === 422 && isOurs(answer.page))) {
      note("_sending", []);
      if (turn(answer.page)) return;
    }
    sendButton.textContent = form.dataset.again;
    const passing = PASSING.includes(answer.status) || !isOurs(answer.page);
    const words = [form.dataset.unsent, draft.works ? form.dataset.kept : "", passing ? form.dataset.trying : ""];
    const said = isOurs(answer.page) ? [...answer.page.querySelectorAll("main h1, main .lead")].map((one) => one.textContent) : [];
    sent.classList.add("unsent");
    setText(sent, [...words, ...said].filter(Boolean).join(" "));
    document.title = form.dataset.unsent + " · " + title;
    if (!passing) return;
    const pause = Math.max(PAUSES[Math.min(attempts, PAUSES.length - 1)], answer.after);
    attempts += 1;
    // Not all at the same moment, after the server was away.
    again = setTimeout(deliver, pause * (0.75 + Math.random() / 2) * 1000);
  }

  function filled() { return new URLSearchParams(new FormData(form)); }

  // In the order of their names, so that not even whoever opens a ballot can tell what sealed it.
  function answered() {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      const said = tidy(value);
      // A lone dash says "can't say" where that can be said, and else nothing.
      const blank = !said || (said === "-" && form.elements[name].matches?.("input[type=text], textarea"));
      if (!blank && !name.startsWith("_")) (fields[name] ??= []).push(said);
    }
    return Object.fromEntries(Object.keys(fields).sort().map((name) => [name, fields[name]]));
  }

  // All answers as one ballot, as long as everybody's, that only the holders of its keys can open, one after the other.
  async function ballot() {
    const { bound, layers, size, group = null } = form.dataset;
    const receipt = known._receipt?.[0][0] ?? newReceipt();
    note("_receipt", [receipt]);
    const said = new TextEncoder().encode(JSON.stringify({ fields: answered(), group, receipt, carried: follows ? follows.changes() : {} }));
    let sealed = new Uint8Array(Number(size));
    sealed.set(said);
    sealed[said.length] = 0x80; // where it ends
    for (const layer of layers.split(" ")) {
      const [name, key] = layer.split(":");
      sealed = await sealing.seal(sealed, sealing.fromBase64(key), bound + name);
    }
    return new URLSearchParams({ _ballot: sealing.toBase64(sealed), [consent.name]: consent.value, _begun: form.elements._begun?.value ?? "" });
  }

  function busy(is) {
    for (const button of [sendButton, ...document.querySelectorAll('[name="_language"]')]) {
      if (is) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  // Whoever leaves the review wants to change something: nothing is sent until the button is pressed again.
  function leave() {
    if (!waiting) return;
    waiting = false;
    clearTimeout(again);
    attempts = 0;
    setText(sent, "");
    yet.hidden = false;
    sent.classList.remove("unsent");
    sendButton.textContent = sendWords;
    note("_sending", []);
  }

  // Nothing that the server answers makes this page seal to other keys than it began with, or not at all: where it
  // seals, only another language brings a form, and that with the same keys.
  function adopts(page, form, next) {
    if (!seals) return true;
    const forms = page.querySelectorAll("form"), fields = ["layers", "bound", "size", "group", "followed"];
    if (next === draft) return !page.querySelector("form, input, select, textarea");
    return forms.length === 1 && page.querySelectorAll("#sheet").length === 1 && page.body.contains(forms[0]) &&
      forms[0].id === "sheet" && fields.every((name) => forms[0].dataset[name] === form.dataset[name]);
  }

  function turn(page, next = draft) {
    if (!adopts(page, form, next)) return false;
    // These very answers were sent before, and what became of that was never heard.
    const ours = known._sent?.[0][0] === String(filled());
    gone.abort();
    history.replaceState(null, "", location.pathname + location.search);
    Object.assign(document.documentElement, { lang: page.documentElement.lang, dir: page.documentElement.dir });
    document.title = page.title;
    document.body.replaceWith(page.body);
    begin(next, ours, known._receipt?.[0][0]);
    toTop();
    return true;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The return key in a field means "go on", not "send".
    if (current !== last) forward();
    else if (agreed() && sound() && (!follows || follows.ready())) deliver();
  });
  const soon = () => { if (waiting && !document.hidden) deliver(); };
  window.addEventListener("online", soon, outside);
  document.addEventListener("visibilitychange", soon, outside);

  // --- Beginning ----------------------------------------------------------------------------------

  const page = given();
  const restored = Object.entries(known).some(([name, [values]]) => !name.startsWith("_") && String(values) !== String(page[name] ?? []));
  // What the server has sent back filled in is newer than the draft.
  for (const [name, values] of Object.entries(page)) if (values.length) learn(name, values);
  put(Object.keys(known));
  if (restored && !summary) {
    tell(form.dataset.restored, true);
    // Once all is loaded the browser goes to the section the address names, past what is said above it.
    const settled = () => requestAnimationFrame(() => setTimeout(() => window.scrollTo(0, 0)));
    if (document.readyState === "complete") settled(); else window.addEventListener("load", settled, outside);
  }
  const faulty = summary?.querySelector("a").getAttribute("href");
  const place = faulty ?? (location.hash || "#" + (known._section?.[0][0] ?? ""));
  const found = document.getElementById(named(place));
  const first = !found || !(faulty || consent.checked) ? 0 : found.id === "questions" ? 1 : Math.max(0, steps.indexOf(found.closest(".step")));
  const resend = known._sending?.[0].length && consent.checked && !summary;
  const number = resend ? last : first;
  history.replaceState(null, "", location.pathname + location.search + (number ? "#" + steps[number].id : ""));
  show(number);
  if (summary) {
    save();
    summary.focus();
  } else if (resend) deliver();

  function tell(words, above = false) {
    told.classList.toggle("above", above);
    if (above) form.prepend(told); else form.append(told);
    setText(told, words);
  }
}

// --- Small things ---------------------------------------------------------------------------------

function setText(node, text) { if (node.textContent !== text) node.textContent = text; }
function fill(words, values) { return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole); }
function ticks(control) { return control.matches("[type=radio], [type=checkbox]"); }
function named(hash) { try { return decodeURIComponent(hash.slice(1)); } catch { return ""; } }
function hasAnswers(fields) { return Object.entries(fields).some(([name, [values]]) => !name.startsWith("_") && values.length); }

function address(more) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return "?" + query;
}

function toTop() {
  window.scrollTo(0, 0);
  document.querySelector(".message h1")?.focus({ preventScroll: true });
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// A text as the server keeps it (`diagnostic/text.py`), so that both seal the same.
function tidy(text) {
  return text
    .replace(/\r\n|[\r\v\f\x85\u2028\u2029]/g, "\n")
    .replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g, "")
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[^\S\n]/g, " ")
    .normalize("NFC")
    .trim();
}

function canSeal() { return window.isSecureContext && Boolean(window.crypto?.subtle) && typeof sealing !== "undefined"; }

function newReceipt() {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => letters[byte & 31]).join("");
}

// What the server says; status 0 where nothing came back.
function post(fields, seconds) { return load(location.pathname + location.search, { method: "POST", body: fields }, seconds); }

async function load(address, how, seconds = 30) {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    const answer = await fetch(address, { ...how, signal: stop.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { status: answer.status, after: Number(answer.headers.get("Retry-After")) || 0, page };
  } catch {
    return { status: 0, after: 0, page: null };
  } finally {
    clearTimeout(timer);
  }
}

// A proxy or a hotel's network may answer in the server's place.
function isOurs(page) { return Boolean(page?.getElementById("main")); }
function refuses(answer) { return [404, 410].includes(answer.status) && isOurs(answer.page); }

// The draft lies in this browser's storage, under a digest of the page's path: the link itself is
// kept nowhere. It is {field: [values, time]}; names that begin with "_" are no answers.
async function openDraft() {
  const nothing = { works: false, key: "", read: () => ({}), write() {}, forget() {} };
  if (!window.isSecureContext || !window.crypto?.subtle) return nothing;
  try {
    const bytes = new TextEncoder().encode("draft " + location.pathname);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const key = "draft-" + [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const kept = localStorage;
    return {
      works: true,
      key,
      read() {
        try { return JSON.parse(kept.getItem(key) ?? "{}"); } catch { return {}; }
      },
      write(fields) {
        try { kept.setItem(key, JSON.stringify(fields)); } catch { this.works = false; /* full: the form still works */ }
      },
      forget() { kept.removeItem(key); },
    };
  } catch {
    return nothing;
  }
}
