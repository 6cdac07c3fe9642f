/* Behaviour shared by every page. Everything here is comfort: without it links, forms and popovers still work. */
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  root.classList.add("js");

  /* Theme: shown at once, remembered by the server on the member (the form works without this script, too). */
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    const asked = event.submitter && event.submitter.dataset.theme;
    const theme = asked || (isDark() ? "light" : "dark");
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    $$("[data-theme-form] [data-theme]").forEach((choice) =>
      choice.setAttribute("aria-pressed", String(choice.dataset.theme === theme)));
    const body = new FormData(form);
    body.set("theme", theme);
    fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
  });

  /* Lists: tick rows, tick ranges with shift, tick the page. */
  const enhanceList = (form) => {
    const boxes = () => $$("tbody .check", form);
    let last = null;
    const had = $("[data-kept], tbody .check:checked", form);
    const count = () => {
      const bar = $(".bulk", form);
      const whole = $("[data-every]:checked", form); /* every order of the view, not only of this page */
      const here = boxes().filter((box) => box.checked).length;
      const n = whole ? whole.dataset.every : here + $$("[data-kept]", form).length; /* kept: ticked on other pages */
      const all = $("thead .check", form);
      if (all) { all.checked = here > 0 && here === boxes().length; all.indeterminate = here > 0 && here < boxes().length; }
      if (bar) { bar.dataset.n = n; const out = $("[data-count]", bar); if (out) out.textContent = n; }
      return n;
    };
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-clear]")) { $$(".check", form).forEach((box) => { box.checked = false; }); $$("[data-kept], [data-kept-note]", form).forEach((kept) => kept.remove()); count(); return; }
      /* The pages of a list are links; with ticks in hand the form goes along, so that they are ticked there, too. */
      const link = form.dataset.turn && event.target.closest(".pager a[rel]");
      if (link && !(event.ctrlKey || event.metaKey || event.shiftKey) && (had || count())) {
        event.preventDefault();
        const to = document.createElement("button");
        Object.assign(to, { name: "to", value: link.search, formAction: form.dataset.turn, hidden: true });
        form.append(to);
        form.requestSubmit(to);
        return;
      }
      const box = event.target.closest("tbody .check");
      if (!box) return;
      if (event.shiftKey && last) {
        const list = boxes(), from = list.indexOf(last), to = list.indexOf(box);
        list.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((other) => { other.checked = box.checked; });
      }
      last = box;
    });
    form.addEventListener("change", (event) => {
      if (event.target.matches("thead .check")) boxes().forEach((box) => { box.checked = event.target.checked; });
      count();
    });
    form.addEventListener("htmx:afterSwap", count);
    count();
  };

  /* Popovers open natively; this only puts them beside what was pressed (a phone keeps them centred). */
  const enhancePopover = (pop) => {
    const opener = () => pop.opener || $(`[popovertarget="${pop.id}"]`);
    pop.addEventListener("toggle", (event) => {
      const open = event.newState === "open", from = opener();
      if (from) from.setAttribute("aria-expanded", String(open));
      if (!open || !from || innerWidth < 640) { pop.classList.remove("pop-placed"); return; }
      const at = from.getBoundingClientRect(), size = pop.getBoundingClientRect();
      const below = at.bottom + 8 + size.height < innerHeight;
      const y = below ? at.bottom + 8 : Math.max(8, Math.min(at.top - size.height - 8, innerHeight - size.height - 8));
      const x = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
      pop.style.setProperty("--pop-x", `${x}px`);
      pop.style.setProperty("--pop-y", `${y}px`);
      pop.classList.add("pop-placed");
    });
  };
  /* Several buttons may share one popover: remember which one was pressed. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[popovertarget]");
    const pop = opener && !opener.closest("[popover]") && document.getElementById(opener.getAttribute("popovertarget"));
    if (pop) pop.opener = opener;
  }, true);

  /* Good news leaves by itself where it floats; on a phone it pushes the page down and stays: it must neither cover a button
     nor move one from under a finger. */
  const enhanceToast = (toast) => {
    const close = $("button", toast);
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
    if (getComputedStyle(toast.parentElement).position !== "fixed") return;
    const timer = setTimeout(() => toast.remove(), 6000);
    for (const stay of ["pointerenter", "focusin"]) toast.addEventListener(stay, () => clearTimeout(timer));
  };

  /* A field's error may be swapped in alone: its input must say so too, to the eye and to the ear. */
  const enhanceError = (slot) => {
    const input = slot.closest(".field") && $("input, select, textarea", slot.closest(".field"));
    if (input) input.setAttribute("aria-invalid", String(slot.childElementCount > 0));
  };

  /* Run on the page, and again on every part that htmx swaps in. */
  const done = new WeakSet();
  const once = (selector, part, act) => [...(part.matches && part.matches(selector) ? [part] : []), ...$$(selector, part)]
    .forEach((node) => { if (!done.has(node)) { done.add(node); act(node); } });
  const enhance = (part) => {
    once("[data-list]", part, enhanceList);
    once("[popover].pop", part, enhancePopover);
    once("[data-toast]", part, enhanceToast);
    once(".views [aria-current]", part, (tab) => { tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16; });
    once(".chart.wide", part, (chart) => { chart.parentElement.scrollLeft = chart.parentElement.scrollWidth; });
    once(".field-error", part, enhanceError);
    once("[data-autofocus]", part, (node) => node.focus());
    once("dialog[data-open]", part, (node) => { node.removeAttribute("open"); node.showModal(); });
  };
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
  /* What was to come and did not: its place, or its list, says so instead of waiting for ever. */
  const failures = ({ detail: { target } }, hidden) => $$("[data-failed]", target.id === "rows" ? target.closest(".card") : target)
    .forEach((note) => { note.hidden = hidden; });
  document.addEventListener("htmx:beforeRequest", (event) => failures(event, true));
  for (const failed of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(failed, (event) => {
    failures(event, false);
    $$("[aria-busy]", event.detail.target).forEach((wait) => wait.remove());
  });

  /* Back brings the rows from memory, but not what was chosen in the filters above them: the address knows. */
  document.addEventListener("htmx:historyRestore", () => {
    const asked = new URLSearchParams(location.search);
    $$(".filters [name]").forEach((control) => {
      if (control.type === "checkbox") control.checked = asked.has(control.name);
      else if (control.type !== "hidden") control.value = asked.get(control.name) || "";
    });
  });

  const rows = () => $$(".rows tbody tr");
  const step = (by) => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.classList.contains("is-cursor"));
    const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
    list.forEach((row) => row.classList.toggle("is-cursor", row === next));
    ($(".go", next) || next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const current = () => $(".rows tbody tr.is-cursor");

  /* Keys. Single letters never fire while typing, with a modifier, or when a member switched them off. */
  let waiting = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || root.dataset.keys === "off") return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog, [contenteditable]")) return;
    const key = event.key;
    const place = event.timeStamp < waiting && /^[a-z]$/.test(key) && $(`[data-go="${key}"]`);
    waiting = 0;
    if (place) { event.preventDefault(); place.click(); return; }
    const act = {
      "/": () => { const box = $("[data-search]"); if (box) box.focus(); },
      "?": () => { const help = $("#keys"); if (help) help.showModal(); },
      "j": () => step(1), "k": () => step(-1),
      "x": () => { const row = current(), box = row && $(".check", row); if (box) box.click(); },
      "e": () => { const row = current(), next = row && $("[data-next]", row); if (next) next.click(); },
      "o": () => { const row = current(), link = row && $(".go", row); if (link) link.click(); },
      "g": () => { waiting = event.timeStamp + 5000; }, /* when it was pressed: a busy page hears of it late */
    }[key];
    if (act) { event.preventDefault(); act(); }
  });

  addEventListener("scroll", () => $$("[popover].pop-placed:popover-open").forEach((pop) => pop.hidePopover()), { passive: true });

  /* Dialogs and menus. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
    const closer = event.target.closest("[data-close]");
    if (closer && closer.closest("dialog")) { event.preventDefault(); closer.closest("dialog").close(); }
  });
  document.addEventListener("click", (event) => {
    $$("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.matches("dialog")) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    $$("details.menu[open]").forEach((menu) => { menu.open = false; $("summary", menu).focus(); });
  });

  /* A button that sends says so, keeps its width, and cannot be pressed twice. */
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!button || event.defaultPrevented || form.method === "dialog") return;
    if (form.method === "get" || form.dataset.again !== undefined || button.dataset.again !== undefined) return; /* data-again: the answer is a file, the page stays */
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    button.setAttribute("aria-busy", "true");
    button.classList.add("is-busy");
  });
  addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    $$("[aria-busy]", form).forEach((button) => { button.removeAttribute("aria-busy"); button.classList.remove("is-busy"); });
  }));

  /* Copy. */
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    try { await navigator.clipboard.writeText(copy.dataset.copy); } catch { return; /* no permission: the text is selectable */ }
    if (copy.dataset.copied) copy.setAttribute("aria-label", copy.dataset.copied);
  });
})();
