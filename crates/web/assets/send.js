// Sends the one form of a page whose answer belongs to another site. Without this, the person clicks on its button.
document.getElementById("send").submit();
