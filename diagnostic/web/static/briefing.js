// Charts that answer when somebody points at them. Without this script, and wherever it fails, the images stay.
"use strict";

(() => {
  const vegaUrl = document.currentScript.dataset.vega;
  const phone = window.matchMedia("(max-width: 44rem)");
  let vega;

  const loadVega = () => {
    vega ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = vegaUrl;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = reject;
      document.head.append(script);
    });
    return vega;
  };

  // What is said about a mark: one box for all charts, its text read out as it changes.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  document.body.append(tip);

  const say = (text, box) => {
    tip.textContent = text;
    tip.classList.toggle("shown", Boolean(text));
    if (!text) return;
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const left = Math.max(8, Math.min((box.left + box.right - tip.offsetWidth) / 2, room));
    const above = box.top - tip.offsetHeight - 10;
    tip.style.left = `${left}px`;
    tip.style.top = `${above < 8 ? box.bottom + 10 : above}px`;
  };
  const hush = () => say("");

  const told = (item) => item?.datum?.tip;

  // The keyboard goes from mark to mark, in the order in which a person reads them.
  const explore = (chart, drawing) => {
    const first = new Map();  // several marks may say the same, as a bar and its middle do
    for (const mark of drawing.querySelectorAll("path, rect, line")) {
      const text = told(mark.__data__);
      if (text && !first.has(text)) first.set(text, mark);
    }
    const marks = [...first.values()];
    if (!marks.length) return;
    const place = (mark) => mark.getBoundingClientRect();
    let at = -1;
    drawing.tabIndex = 0;
    drawing.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      if (at < 0) marks.sort((a, b) => place(a).top - place(b).top || place(a).left - place(b).left);
      marks[at]?.classList.remove("pointed");
      at = at < 0 && step < 0 ? marks.length - 1 : Math.max(0, Math.min(marks.length - 1, at + step));
      marks[at].classList.add("pointed");
      marks[at].scrollIntoView({ block: "nearest" });
      say(told(marks[at].__data__), place(marks[at]));
    });
    drawing.addEventListener("blur", () => {
      marks[at]?.classList.remove("pointed");
      hush();
    });
    drawing.setAttribute("aria-description", chart.dataset.explore);
  };

  const draw = async (chart) => {
    const image = chart.querySelector("picture");
    const width = phone.matches ? "narrow" : "wide";
    chart.dataset.width = width;
    const drawing = document.createElement("div");
    drawing.className = "drawing";
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", image.querySelector("img").alt);
    const canvas = drawing.appendChild(document.createElement("div"));  // Vega sets a role of its own on what it draws on
    try {
      const [embed, answer] = await Promise.all([loadVega(), fetch(`${chart.dataset.spec}&width=${width}`)]);
      if (!answer.ok) throw new Error(`${answer.status}`);
      const made = await embed(canvas, await answer.json(), {
        mode: "vega-lite",
        renderer: "svg",
        ast: true,
        actions: false,
        defaultStyle: false,
        tooltip: (_, event, item) => {
          const mark = event.target.closest?.("path, rect, line, text");
          if (told(item) && mark) say(told(item), mark.getBoundingClientRect());
          else hush();
        },
      });
      if (chart.dataset.width !== width) {  // turned meanwhile
        made.finalize();
        return;
      }
      chart.querySelector(".drawing")?.remove();
      canvas.setAttribute("aria-hidden", "true");
      image.before(drawing);
      chart.classList.add("drawn");
      explore(chart, drawing);
    } catch {
      chart.querySelector(".drawing")?.remove();
      chart.classList.remove("drawn");
    }
  };

  // Where one is in the contents: the last section that has begun.
  const entries = new Map();
  for (const link of document.querySelectorAll("nav a[href^='#']")) {
    const section = document.getElementById(link.hash.slice(1));
    if (section?.matches("section")) entries.set(section, [...(entries.get(section) ?? []), link]);
  }
  const mark = () => {
    const begun = [...entries.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    const here = begun.at(-1) ?? entries.keys().next().value;
    for (const [section, links] of entries)
      for (const link of links) {
        if (section === here) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
  };
  const sections = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const section of entries.keys()) sections.observe(section);

  const charts = document.querySelectorAll("[data-spec]");
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target);
    }
  }, { rootMargin: "50% 0px" });
  for (const chart of charts) near.observe(chart);
  phone.addEventListener("change", () => {
    for (const chart of charts) if (chart.dataset.width) draw(chart);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hush(); });
  document.addEventListener("scroll", () => { if (!document.activeElement?.closest(".drawing")) hush(); }, { passive: true });
})();
