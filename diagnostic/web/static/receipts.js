// Whether one's own receipt is among those that were counted: looked for in the page, asked of nobody.
"use strict";

{
  const receipts = document.getElementById("receipts");
  const part = receipts.querySelector("template");
  part.replaceWith(part.content);
  const code = document.getElementById("code"), found = document.getElementById("found");
  // Whatever was pasted along with it stands before it.
  const letters = (words) => words.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "").slice(-16);
  const all = new Map([...receipts.querySelectorAll("li")].map((line) => [letters(line.textContent), line]));
  code.addEventListener("input", () => {
    const typed = letters(code.value), line = all.get(typed);
    for (const other of all.values()) other.classList.toggle("found", other === line);
    found.className = line ? "found" : "missed";
    found.textContent = line ? receipts.dataset.found : typed.length < 16 ? "" : receipts.dataset.missing;
  });
}
