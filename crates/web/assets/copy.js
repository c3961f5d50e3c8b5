// Puts a button "Copier" after each address of the page. Without this, one click selects the whole address.
const words = document.currentScript.dataset;
for (const place of document.querySelectorAll(".address")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-primary mb-3";
  button.textContent = words.copy;
  button.setAttribute("aria-describedby", place.id);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place.value ?? place.textContent);
    } catch {
      // Over plain http the browser lends no clipboard: the older way takes what is selected.
      getSelection().selectAllChildren(place);
      if (place.select) place.select();
      document.execCommand("copy");
    }
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = words.copy), 4000);
  });
  place.after(button);
}
