// The host's view follows the board: what staff change elsewhere is here within seconds, but never under a finger.
const EVERY = 4_000;
const { state, stamp } = document.body.dataset;
let pressed = false;

document.addEventListener("submit", () => { pressed = true; });

async function look() {
  if (document.hidden || pressed) return;
  let answer;
  try {
    answer = await fetch(state, { headers: { Accept: "application/json" } });
  } catch {
    return;
  }
  if (!answer.ok) return;
  const now = await answer.json();
  if (now.stamp !== stamp && !pressed) location.reload();
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
