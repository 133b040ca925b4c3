// The firm's colours: how well text can be read on them, told as they are typed. Storing them is what decides.
"use strict";

const LEAST = 4.5;

function luminance(colour) {
  const channels = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16) / 255);
  const [red, green, blue] = channels.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const [name, text, better] of [["accent", "#ffffff", "darker"], ["wash", "#1b2430", "lighter"]]) {
  const typed = document.getElementById(name);
  const picked = document.createElement("input");
  picked.type = "color";
  picked.setAttribute("aria-label", "Pick the " + name);
  const sample = document.createElement("p");
  sample.className = "sample";
  const told = document.createElement("output");
  told.htmlFor = name;
  typed.after(picked, sample, told);
  const show = () => {
    const colour = typed.value.trim();
    const known = /^#[0-9a-f]{6}$/i.test(colour);
    sample.hidden = !known;
    told.className = "told";
    if (!known) { told.textContent = "Write it as #rrggbb."; return; }
    picked.value = colour.toLowerCase();
    sample.style.backgroundColor = colour;
    sample.style.color = text;
    sample.textContent = "What is read on it";
    const found = contrast(colour, text);
    const enough = found >= LEAST;
    const rounded = (Math.floor(found * 10) / 10).toFixed(1);
    const verdict = enough ? "it can be read." : "it is too little. " + LEAST + " is the least; take a " + better + " colour.";
    told.textContent = "Contrast " + rounded + ": " + verdict;
    if (!enough) told.className = "told fault";
  };
  typed.addEventListener("input", show);
  picked.addEventListener("input", () => { typed.value = picked.value; show(); });
  show();
}
