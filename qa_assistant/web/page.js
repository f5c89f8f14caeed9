// What the page does without asking the server: show, scroll to and mark sources; open and close panels.
(() => {
  const narrow = window.matchMedia("(max-width: 860px)");
  const sourcesOpen = (open) => document.body.classList.toggle("qa-side-open", open);

  const flash = (element) => {
    element.classList.remove("qa-flash");
    void element.offsetWidth; // starts the animation anew
    element.classList.add("qa-flash");
  };

  // Each turn of the conversation has its own group of sources; one is shown.
  const showTurn = (turn) => {
    for (const group of document.querySelectorAll(".qa-sources[id]")) {
      group.hidden = group.id !== `sources-${turn}`;
    }
    sourcesOpen(true);
    return document.getElementById(`sources-${turn}`);
  };

  const showCitation = (turn, number) => {
    showTurn(turn);
    const anchor = document.getElementById(`cite-${turn}-${number}`);
    const card = anchor?.closest(".qa-card");
    if (!card) return;
    for (const other of document.querySelectorAll(".qa-chosen")) other.classList.remove("qa-chosen");
    card.classList.add("qa-chosen");
    for (const mark of card.querySelectorAll("mark")) {
      if (mark.dataset.numbers.split(" ").includes(number)) flash(mark);
    }
    anchor.scrollIntoView({ block: "center", behavior: "smooth" });
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
  };

  const followLink = (link) => {
    const [, kind, turn, number] = link.getAttribute("href").match(/#(cite|sources)-(\d+)-?(\d*)/);
    if (kind === "cite") showCitation(turn, number);
    else showTurn(turn)?.scrollIntoView({ block: "start", behavior: "smooth" });
  };

  // The question as it was searched can be edited where it stands.
  const startRewording = (link) => {
    const words = link.parentElement.querySelector("em");
    words.dataset.before = words.textContent;
    words.contentEditable = "true";
    words.setAttribute("role", "textbox");
    words.setAttribute("aria-label", "Question to search for");
    link.textContent = "Ask";
    words.focus();
    window.getSelection().selectAllChildren(words);
  };
  const endRewording = (words, ask) => {
    const link = words.parentElement.querySelector(".qa-reword");
    const written = words.textContent.trim();
    words.contentEditable = "false";
    words.removeAttribute("role");
    words.removeAttribute("aria-label");
    link.textContent = "Edit";
    if (ask && written) window.qaAskAgain(written);
    else words.textContent = words.dataset.before;
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    const reword = at("a.qa-reword");
    const anyDate = at("a.qa-any-date");
    if (reword || anyDate) event.preventDefault();
    if (anyDate) window.qaAskAgain(null);
    if (reword) {
      const words = reword.parentElement.querySelector("em");
      if (words.isContentEditable) endRewording(words, true);
      else startRewording(reword);
    }
    const link = at("a.qa-cite, a.qa-show");
    if (link) {
      event.preventDefault();
      followLink(link);
    } else if (at(".qa-close-side") || (narrow.matches && !at("#qa-side, dialog"))) {
      sourcesOpen(false);
    }
    const dialog = at("dialog.qa-article");
    if (dialog && (event.target === dialog || at(".qa-close"))) dialog.close();
  });

  document.addEventListener("keydown", (event) => {
    const words = event.target.closest?.(".qa-searched em");
    if (words?.isContentEditable && (event.key === "Enter" || event.key === "Escape")) {
      event.preventDefault();
      endRewording(words, event.key === "Enter");
      return;
    }
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) sourcesOpen(false);
  });

  // Called when the server has filled in an article; it is emptied again when the reader closes it.
  window.qaShowArticle = (element) => {
    const dialog = element.querySelector("dialog");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const text = dialog.querySelector(".qa-article-text");
    let cited = text.querySelector(`#article-${text.dataset.number}`)?.nextElementSibling;
    while (cited && cited.tagName !== "MARK") cited = cited.nextElementSibling; // several may begin there
    text.focus({ preventScroll: true });
    if (!cited) return;
    cited.scrollIntoView({ block: "center" });
    flash(cited);
  };

  // Below the last question there is room for a whole view, so that it can stand at the top before its answer is there
  // and nothing need be scrolled while that grows.
  const makeRoom = (question) => {
    const messages = question.closest(".message-wrap");
    const view = messages.closest(".bubble-wrap");
    const above = question.closest(".message-row").getBoundingClientRect().top - messages.getBoundingClientRect().top;
    const { paddingTop, paddingBottom } = window.getComputedStyle(view);
    const room = view.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
    messages.style.minHeight = `${Math.floor(above + room)}px`;
  };
  const show = (question) => {
    if (!question.isConnected) return; // a new conversation was begun meanwhile
    makeRoom(question);
    question.scrollIntoView({ block: "start" });
  };

  // Gradio labels each message with its source text, which here is HTML; without a label its words are read.
  const labelled = "[data-testid='bot'][aria-label], [data-testid='user'][aria-label]";
  let asked = 0;
  new MutationObserver(() => {
    for (const message of document.querySelectorAll(labelled)) message.removeAttribute("aria-label");
    // Gradio lets no such attribute through
    for (const part of document.querySelectorAll(".qa-copied:not([aria-hidden])")) part.ariaHidden = "true";
    const questions = document.querySelectorAll("[data-testid='user']");
    const last = questions[questions.length - 1];
    // in the frame after the next one, when the question box has become as low as it is when empty
    if (questions.length > asked) requestAnimationFrame(() => requestAnimationFrame(() => show(last)));
    asked = questions.length;
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
})();
