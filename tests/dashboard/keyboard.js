/* What a keyboard user meets: each is called in the page by the walk of test_keyboard.py. */
({
  /* What has the focus now, and what is wrong with it. */
  stop: () => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const box = at.getBoundingClientRect(), look = getComputedStyle(at), name = at.closest("label") || at;
  const said = `${at.tagName.toLowerCase()} “${(name.innerText || at.getAttribute("aria-label") || at.name || "").trim().slice(0, 40)}”`;
  const skip = at.getAttribute("href") === "#main";
  if (at === window.walked) return {said, faults: [], skip, same: true}; // the parts of a date are stops of one field
  const faults = [], before = window.walked || null, far = at.closest(".scroll, .views, .filters");
  if (box.width < 2 || box.height < 2) faults.push("has no size");
  if (box.bottom < 0 || box.top > innerHeight || ((box.right < 0 || box.left > innerWidth) && !far)) faults.push("is off the screen");
  const ring = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  if (!ring(look) && !ring(getComputedStyle(name)) && !(at.nextElementSibling && ring(getComputedStyle(at.nextElementSibling))))
    faults.push("shows no focus");
  if (at.tabIndex > 0) faults.push("has an order of its own");
  if (before && !skip && !(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push("comes before what was read");
  window.walked = at;
  const covered = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  if (covered && !at.contains(covered) && !covered.contains(at) && !name.contains(covered) && !far
      && box.top >= 0 && box.bottom <= innerHeight) faults.push(`lies under ${covered.tagName.toLowerCase()}.${covered.className}`);
  return {said, faults, skip, same: false};
},
  /* How much the walk has to reach; of radio buttons the chosen one stands for its group. */
  reachable: () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((each) =>
  !each.disabled && each.type !== "hidden" && each.tabIndex >= 0 && each.type !== "radio"
  && each.checkVisibility({visibilityProperty: true}) && !each.closest("[popover]:not(:popover-open), dialog:not([open])")).length,
  /* Wherever a page puts the focus when it opens, the walk begins before its first stop. */
  atTheTop: () => { const top = document.body; top.tabIndex = -1; top.focus(); top.removeAttribute("tabindex"); top.blur(); },
})
