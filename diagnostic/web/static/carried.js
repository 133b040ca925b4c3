// How far answers to agreed targets have moved since somebody's first ones, which lie in this browser, where they want
// that, or on a note that they took. Only pages of waves with targets load this.
"use strict";

window.carrying = (() => {
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXY"; // 31: with a prime a wrong letter shows, and two that changed places
  let form;
  let groups = []; // of targets whose changes are counted from one and the same wave

  // Kept is {until, wave, of: {target: [first sum, total of the means since, how many]}}; `wave` wrote it last.
  const place = (group) => "carried-" + group.key;
  const write = (group, until, of) => localStorage.setItem(place(group), JSON.stringify({ until, of, wave: form.dataset.bound }));

  // Where this wave has counted it already, somebody else sits here.
  function read(group) {
    try {
      const entry = JSON.parse(localStorage.getItem(place(group)));
      if (entry.until < Date.now()) localStorage.removeItem(place(group));
      else if (!group.first && entry.wave !== form.dataset.bound) return entry;
    } catch { /* nothing, or nothing of ours */ }
  }

  // The sum of the answers to a target, counted from 1, up being for the better; nothing unless there is one to its
  // every statement.
  function sum(fields) {
    const ratings = fields.map(([name, sign, more]) => sign * parseInt(form.elements[name].value) + more);
    return ratings.every(Boolean) && ratings.reduce((one, two) => one + two);
  }

  // The last letter of a note tells a slip, and a note for another survey.
  const check = ({ key }, values) => LETTERS[values.reduce((total, value, n) => total + (n + 2) * value, parseInt(key.slice(0, 6), 16)) % 31];
  const typed = () => form.elements._note?.value.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "");

  function fromNote(group) {
    const letters = [...typed()], last = letters.pop(), values = letters.map((letter) => LETTERS.indexOf(letter));
    if (!group.first && values.length === group.noted.length && check(group, values) === last) {
      return { of: Object.fromEntries(values.map((value, n) => [group.noted[n], [value, 0, 0]])) };
    }
  }

  const number = (value) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

  function list(part, { targets }, of, say) {
    for (const target of Object.keys(targets).filter((one) => of[one])) {
      const line = element("li"), fields = targets[target], [first, total, waves] = of[target], up = fields[0][3];
      for (const [name] of fields) line.append(form.querySelector(`[id="q-${name}"]`).dataset.question, " ");
      line.append(element("small", "", say(number(first / fields.length + up), waves && number(total / waves + up))));
      part.querySelector("ul").append(line);
    }
  }

  // What deletes leaves nothing of its part but that it is done.
  function deletes(part) {
    const button = part.querySelector(".plain"), told = part.querySelector("[role=status]");
    button.addEventListener("click", () => {
      for (const group of groups) localStorage.removeItem(place(group));
      setText(told, button.dataset.deleted);
      part.replaceChildren(told);
      told.tabIndex = -1;
      told.focus();
    });
  }

  // Whether what was typed as a note, if anything, is one.
  function ready() {
    const input = form.elements._note;
    if (!input) return true;
    const wrong = Boolean(typed()) && !groups.some(fromNote);
    document.getElementById("note-told").hidden = !wrong;
    input.setAttribute("aria-invalid", wrong);
    if (wrong) input.focus();
    return !wrong;
  }

  return {
    ready,

    // A form that seals. Nothing is asked or offered where nothing can be kept.
    begin(sheet, send) {
      form = sheet;
      groups = [];
      try { localStorage.removeItem("carried-"); } catch { return; }
      groups = JSON.parse(form.dataset.followed.replaceAll("'", '"'));
      const ask = document.getElementById("ask")?.content.cloneNode(true);
      if (!ask) return;
      const use = ask.querySelector(".use"), note = ask.querySelector("[name=_note]"), { first, since } = use.querySelector("ul").dataset;
      for (const group of groups.filter(read)) {
        list(use, group, read(group).of, (before, later) =>
          fill(first, { first: before }) + (later ? fill(since, { since: later }) : ""));
      }
      if (groups.some(read)) deletes(use); else use.remove();
      note.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
      send.before(ask);
    },

    // Of each target the mean of the first answers, and how much higher they are since, on average.
    changes() {
      const found = {};
      for (const group of groups) {
        group.before = typed() ? fromNote(group) : form.elements._leave_out?.checked ? null : read(group);
        group.now = {};
        for (const [target, fields] of Object.entries(group.targets)) {
          const now = sum(fields), [first, total, waves] = group.before?.of[target] ?? [], asked = fields.length;
          if (now) group.now[target] = [now, 0, 0];
          if (now && first) found[target] = [first / asked, Math.round(1000 * ((total + now / asked) / (waves + 1) - first / asked)) / 1000];
        }
      }
      return found;
    },

    // The server has said that the answers are stored. What is kept from now on is used for two years.
    stored() {
      const keep = document.getElementById("keep");
      for (const group of groups) {
        const entry = group.before?.until && read(group); // unless it was deleted meanwhile
        if (entry) {
          for (const [target, of] of Object.entries(entry.of)) {
            if (!group.now[target]) continue;
            of[1] += group.now[target][0] / group.targets[target].length;
            of[2] += 1;
          }
          write(group, entry.until, entry.of);
        }
        if (!group.first || !keep || !Object.keys(group.now ?? {}).length) continue;
        const part = keep.content.querySelector("div"), [yes, no] = part.querySelectorAll("button"), told = part.querySelector("[role=status]");
        const values = group.noted.map((target) => group.now[target]?.[0] ?? 0);
        list(part, group, group.now, (first) => fill(keep.dataset.say, { first }));
        part.querySelector("code").textContent = values.map((value) => LETTERS[value]).join("") + check(group, values);
        yes.addEventListener("click", () => {
          write(group, Date.now() + 63072e6, group.now);
          setText(told, told.dataset.kept);
          yes.hidden = true;
          no.hidden = false;
          no.focus();
        });
        deletes(part);
        keep.replaceWith(part);
      }
    },
  };
})();
