// What makes the console quicker to use. Every page works without it.
"use strict";
(() => {
  // A click on a row goes where its first link goes.
  const rows = (root) => {
    for (const row of root.querySelectorAll("tbody tr")) {
      const link = row.querySelector("th a[href]");
      if (link) row.classList.add("to");
    }
  };
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr.to");
    if (!row || event.target.closest("a, button, input, select, label, summary")) return;
    if (String(getSelection()).length > 0) return;
    row.querySelector("th a[href]").click();
  });

  // Buttons that copy what stands beside them.
  const copies = (root) => {
    for (const place of root.querySelectorAll("[data-copy]")) {
      if (place.nextElementSibling && place.nextElementSibling.classList.contains("copy")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(place.textContent);
          button.textContent = "Copied";
        } catch {
          const range = document.createRange();
          range.selectNodeContents(place);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          button.textContent = "Selected: press Ctrl+C";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2500);
      });
      place.after(button);
    }
  };

  // Several rows: a box for all of them, and how many are chosen.
  const ticks = (root) => {
    for (const head of root.querySelectorAll("thead th.tick")) {
      const table = head.closest("table");
      const boxes = () => [...table.querySelectorAll("tbody .tick input")];
      const all = document.createElement("input");
      all.type = "checkbox";
      all.setAttribute("aria-label", "Choose all rows of this page");
      head.replaceChildren(all);
      const told = document.querySelector("[data-count]");
      const tell = () => {
        const chosen = boxes().filter((box) => box.checked).length;
        all.checked = chosen > 0 && chosen === boxes().length;
        all.indeterminate = chosen > 0 && !all.checked;
        if (told) told.textContent = `With the chosen rows (${chosen}):`;
      };
      all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; tell(); });
      table.addEventListener("change", tell);
    }
  };

  // Choosing columns, filters and tabs takes effect at once.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.filters");
    if (form && (event.target.matches("select") || event.target.matches("[type=date]"))) form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const open of document.querySelectorAll("details.columns[open], details.drop[open]")) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      const search = document.getElementById("q");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details.columns[open], details.drop[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  // Empty fields of the filters do not go into the address.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.filters")) return;
    for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
  });
  addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form.filters :disabled")) field.disabled = false;
  });

  // A form is sent once, even if its button is pressed twice.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.defaultPrevented) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    setTimeout(() => { delete event.target.dataset.sent; }, 4000);
  });

  // The last row of a set grows when it is filled in.
  document.addEventListener("input", (event) => {
    const row = event.target.closest("fieldset.rows > .row:last-child");
    if (!row || !event.target.value) return;
    const count = row.parentElement.querySelectorAll(".row").length;
    const next = row.cloneNode(true);
    next.setAttribute("aria-label", `Row ${count + 1}`);
    const renamed = (text) => text.replace(/([/-])\d+([/-])/, `$1${count}$2`);
    for (const part of next.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).split(" ").map(renamed).join(" "));
      }
      if (part.tagName === "INPUT" && part.type !== "checkbox") part.value = part.defaultValue;
    }
    row.after(next);
  });

  // What goes on is looked at again every two seconds, without losing the place.
  const live = () => {
    const main = document.querySelector("main[data-live]");
    if (!main) return;
    setTimeout(async () => {
      if (!document.hidden && !main.contains(document.activeElement)) {
        try {
          const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" });
          if (answer.ok && !answer.redirected) {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const fresh = page.querySelector("main");
            if (fresh) { main.replaceWith(fresh); setUp(fresh); }
          }
        } catch { /* The office is away; it is asked again. */ }
      }
      live();
    }, 2000);
  };

  // A table that is wider than its place says so.
  const wide = (root) => {
    for (const place of root.querySelectorAll(".scroll")) {
      if (place.scrollWidth <= place.clientWidth + 1) continue;
      const hint = document.createElement("p");
      hint.className = "wide-hint";
      hint.textContent = "Wider than the page: scroll sideways, or choose fewer columns.";
      place.after(hint);
    }
  };

  const setUp = (root) => { rows(root); copies(root); ticks(root); wide(root); };
  setUp(document);
  live();
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.focus();
})();
