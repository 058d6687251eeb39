// The numbers in the navigation and in the views, kept as they are now.
const EVERY = 15_000;

async function look() {
  if (document.hidden) return;
  let answer;
  try {
    answer = await fetch("/desk/counts", { headers: { Accept: "application/json" } });
  } catch {
    return;
  }
  if (!answer.ok) return;
  const now = await answer.json();
  for (const shown of document.querySelectorAll("[data-count]")) {
    const number = now[shown.dataset.count];
    if (number === undefined || String(number) === shown.textContent) continue;
    shown.textContent = number;
    shown.hidden = !number && !shown.hasAttribute("data-always");
  }
  document.dispatchEvent(new CustomEvent("counted", { detail: now }));
}

export function counts() {
  if (!document.querySelector("[data-count]")) return;
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
