// How far a mailing is, while one looks; a new state is a new page.
const EVERY = 2_000;
const card = document.querySelector("[data-mailing]");

async function look() {
  if (document.hidden) return;
  let answer;
  try {
    answer = await fetch(card.dataset.mailing, { headers: { Accept: "application/json" } });
  } catch {
    return;
  }
  if (!answer.ok) return;
  const now = await answer.json();
  if (now.state !== card.dataset.state) {
    location.reload();
    return;
  }
  card.querySelector("progress").value = now.settled;
  card.querySelector("[data-settled]").textContent = now.settled;
}

setInterval(look, EVERY);
