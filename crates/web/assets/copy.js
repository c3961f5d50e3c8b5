// Puts a button "Copier" after each address of the page. Without this, one click selects the whole address.
const words = document.currentScript.dataset;
for (const place of document.querySelectorAll(".address")) {
  const text = place.value ?? place.textContent;
  const button = document.createElement("button");
  const say = (word) => {
    button.textContent = word;
    // Several buttons of one word: the address tells them apart.
    if (!place.select) button.setAttribute("aria-label", `${word} ${text}`);
  };
  button.type = "button";
  button.className = "btn btn-sm btn-outline-primary mb-3";
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Over plain http the browser lends no clipboard: the older way takes what is selected.
      if (place.select) place.select();
      else getSelection().selectAllChildren(place);
      document.execCommand("copy");
    }
    say(words.copied);
    setTimeout(() => say(words.copy), 4000);
  });
  say(words.copy);
  place.after(button);
}
