"use strict";
(() => {
  const rows = [...document.querySelectorAll("#rows > li")].map((node) => ({ node, text: node.textContent.toLowerCase() }));
  const text = document.getElementById("text");
  const choices = [...document.querySelectorAll(".filters select")];
  const count = document.getElementById("count");
  const holds = (node, choice) => {
    if (!choice.value) return true;
    const value = node.dataset[choice.name];
    if (choice.name === "owner") return value.split("\n").includes(choice.value);
    return choice.name === "folder" ? choice.value === "." || value.startsWith(choice.value) : value === choice.value;
  };
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = choices.every((one) => holds(row.node, one)) && words.every((word) => row.text.includes(word));
      row.node.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
  };
  const form = document.querySelector(".filters");
  for (const kind of ["input", "change"]) form.addEventListener(kind, filter); // a choice may send either
  form.addEventListener("submit", (event) => event.preventDefault());
  filter(); // a browser that comes back to the page remembers what was typed
})();
