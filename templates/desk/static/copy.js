// A button copies the text that it names; without a clipboard the text is chosen, ready for the reader's own keys.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies);
    text.focus();
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      document.getElementById("spoken").textContent = "Copied.";
      button.textContent = "Copied";
    } catch {
      button.textContent = "Chosen: now copy it";
    }
  });
}
