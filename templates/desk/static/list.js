// Lists: j and k (or the arrows) walk, x selects, Enter opens, A, D, E, S press the button for those selected.
import { typing } from "./keys.js";

const rows = () => [...document.querySelectorAll(".case, tr.line")];
const boxes = () => [...document.querySelectorAll(".bulk :is(.case, tr.line) input[type=checkbox]")];
let at = -1;

function walk(to) {
  const all = rows();
  if (!all.length) return;
  all[at]?.classList.remove("on");
  at = Math.min(Math.max(to, 0), all.length - 1);
  const row = all[at];
  row.classList.add("on");
  (row.querySelector("a") ?? row.querySelector("input"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  remember(row);
}

function remember(row) {
  if (row.dataset.case) sessionStorage.setItem("last", row.dataset.case);
}

function pick(box) {
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function press(name) {
  document.querySelector(`.bulk-bar button[name=do][value=${name}]`)?.click();
}

const BULK = { A: "approve", D: "decline", E: "done", S: "spam", M: "assign" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const row = rows()[at];
  const done = () => event.preventDefault();
  if (event.key === "j" || event.key === "ArrowDown") done(walk(at + 1));
  else if (event.key === "k" || event.key === "ArrowUp") done(walk(at - 1));
  else if (event.key === "x" && row) done(pick(row.querySelector("input[type=checkbox]")));
  else if (BULK[event.key] && boxes().some((box) => box.checked)) done(press(BULK[event.key]));
});

// All at once, with how many are selected.
const all = document.querySelector("[data-all]");
const chosen = document.querySelector("[data-chosen]");
const nothing = chosen?.textContent;

function counted() {
  const number = boxes().filter((box) => box.checked).length;
  all.checked = number > 0 && number === boxes().length;
  all.indeterminate = number > 0 && number < boxes().length;
  chosen.textContent = number ? `With the ${number} selected` : nothing;
}

if (all) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
  document.addEventListener("change", (event) => {
    counted();
    // The buttons come up with the first tick: not upon the line that was ticked.
    event.target.closest(".case, tr.line")?.scrollIntoView({ block: "nearest" });
  });
  addEventListener("pageshow", counted);
}

// Back from a case: where one was.
const last = rows().findIndex((row) => row.dataset.case && row.dataset.case === sessionStorage.getItem("last"));
if (last >= 0) {
  at = last;
  rows()[last].classList.add("on");
}

// Something new came in: said, not pushed under the reader's hands.
const title = document.title;
const before = Object.fromEntries([...document.querySelectorAll(".views [data-count]")].map((each) => [each.dataset.count, each.textContent]));
document.addEventListener("counted", (event) => {
  const view = document.querySelector(".views [aria-current] [data-count]")?.dataset.count;
  if (!view || String(event.detail[view]) === before[view]) return;
  document.title = `(${event.detail[view]}) ${title}`;
  let line = document.getElementById("newer");
  if (!line) {
    line = document.createElement("p");
    line.id = "newer";
    line.className = "banner inset";
    line.setAttribute("role", "status");
    const link = document.createElement("a");
    link.href = location.href;
    link.dataset.key = ".";
    link.textContent = "This list has changed. Show it as it is now.";
    line.append(link);
    document.querySelector(".view-rows").after(line);
  }
});
