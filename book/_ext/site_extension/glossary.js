// Previews of glossary entries: shown where the pointer or the keyboard's focus rests, gone with Escape. A tap follows the link.
(() => {
  let shown, timer, owner;
  const hide = () => {
    clearTimeout(timer);
    if (shown) shown.hidden = true;
    shown = undefined;
  };
  const later = (action, milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };

  function show(link) {
    hide();
    owner = link;
    shown = document.getElementById(link.getAttribute("aria-describedby"));
    shown.hidden = false;
    put();
  }

  function put() {
    const place = owner.getClientRects()[0]; // a link may break over two lines
    const { width, height } = shown.getBoundingClientRect();
    const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - width - 8));
    const above = place.bottom + height + 8 > innerHeight && place.top > height;
    shown.style.left = `${left}px`;
    shown.style.top = `${above ? place.top - height - 4 : place.bottom + 4}px`;
  }

  for (const link of document.querySelectorAll("a.term")) {
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => show(link), 150));
    link.addEventListener("pointerleave", () => later(hide, 200));
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", hide);
  }
  for (const box of document.querySelectorAll(".previews > div")) {
    box.addEventListener("pointerenter", () => clearTimeout(timer)); // the pointer may move onto the preview
    box.addEventListener("pointerleave", () => later(hide, 200));
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", () => shown && put(), { passive: true });
})();
