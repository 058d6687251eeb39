// "?" shows the keys of this page, read from the page itself.
import { typing } from "./keys.js";

const EXTRA = [
  ["j", "Next"], ["k", "Previous"], ["x", "Select"], ["Enter", "Open"],
  ["A", "Approve those selected"], ["D", "Decline those selected"], ["E", "Those selected are done"], ["S", "Those selected are spam"], ["M", "Assign those selected"],
];

function label(element) {
  const text = element.getAttribute("aria-label") || element.title || element.labels?.[0]?.textContent || element.textContent || element.placeholder;
  return text.replace(element.querySelector("kbd")?.textContent ?? "\0", "").replace(/\s+/g, " ").trim();
}

function shown() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!found.has(element.dataset.key)) found.set(element.dataset.key, label(element));
  }
  if (document.querySelector(".case, tr.line")) for (const [key, what] of EXTRA) found.set(key, what);
  found.set("?", "These keys");
  return found;
}

function dialog() {
  const box = document.createElement("dialog");
  box.className = "help";
  box.setAttribute("aria-labelledby", "help-title");
  const title = document.createElement("h2");
  title.id = "help-title";
  title.textContent = "Keys";
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [key, what] of shown()) {
    const name = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    name.append(cap);
    const said = document.createElement("dd");
    said.textContent = what;
    list.append(name, said);
  }
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => box.close());
  box.append(title, list, close);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  return box;
}

export function help() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || typing(event.target) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const open = document.querySelector("dialog.help");
    if (open) open.close();
    else dialog().showModal();
  });
  const button = document.querySelector("[data-help]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => dialog().showModal());
  }
}
