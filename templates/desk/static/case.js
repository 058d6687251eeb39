// A case: says that we are here, shows who else is, and tells when the page is no longer as things are.
const EVERY = 10_000;
const { case: number, version } = document.body.dataset;
const others = document.getElementById("others");
const changed = document.getElementById("changed");
const spoken = document.getElementById("spoken");
const proof = document.querySelector("input[name=proof]")?.value;

const isWriting = () =>
  [...document.querySelectorAll("main textarea, main input[type=text]")].some((field) => field.value !== field.defaultValue);

async function here() {
  if (document.hidden || !proof) return;
  const fields = new URLSearchParams({ proof });
  if (isWriting()) fields.set("writing", "yes");
  let answer;
  try {
    answer = await fetch(`/desk/case/${number}/here`, { method: "POST", body: fields, headers: { Accept: "application/json" } });
  } catch {
    return;
  }
  if (!answer.ok) return;
  const now = await answer.json();
  const names = now.others.join(", ");
  if (names !== others.lastElementChild.textContent) spoken.textContent = names ? `${names} also has this case open.` : "";
  others.lastElementChild.textContent = names;
  others.hidden = !names;
  if (changed.hidden && String(now.version) !== version) {
    changed.hidden = false;
    spoken.textContent = "This case changed meanwhile.";
  }
}

if (number) {
  setInterval(here, EVERY);
  here();
  document.addEventListener("visibilitychange", here);
  addEventListener("pagehide", () => {
    if (!proof) return;
    // Not a beacon: those cannot say what kind of form they are to every browser.
    fetch(`/desk/case/${number}/gone`, { method: "POST", body: new URLSearchParams({ proof }), keepalive: true, headers: { Accept: "application/json" } }).catch(() => {});
  });
}

// What was typed and not sent is not lost by a slip.
addEventListener("beforeunload", (event) => {
  const note = document.querySelector("textarea[name=note]");
  if (note?.value && !document.querySelector("form[data-sent]")) event.preventDefault();
});

// A yes that needs a reason asks for it first.
document.querySelector("button[value=approve]")?.addEventListener("click", (event) => {
  const why = document.getElementById("f-why");
  if (document.getElementById("not-in-order") && !why.value.trim()) {
    event.preventDefault();
    why.focus();
    spoken.textContent = document.getElementById("not-in-order").textContent;
  }
});
