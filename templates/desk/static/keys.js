// One key presses the button, follows the link or enters the field that names it: data-key="a".
// Nothing is pressed while somebody types, or together with Ctrl, Alt or Meta. "?" shows what there is.

export const typing = (target) =>
  target.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");

function visible(element) {
  return element.getClientRects().length > 0 || element.closest("details:not([open])");
}

function press(element) {
  const closed = element.closest("details:not([open])");
  if (closed) closed.open = true;
  if (element.matches("input, textarea, select, details")) {
    element.focus();
    element.select?.();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    element.scrollIntoView({ block: "center" });
    (element.parentElement.querySelector("select, input:not([type=hidden]), textarea") ?? element).focus();
  } else {
    element.click();
  }
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const named = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(visible);
    if (!named) return;
    event.preventDefault();
    press(named);
  });
}
