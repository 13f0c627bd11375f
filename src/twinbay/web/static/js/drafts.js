// Keeps what is typed into an opportunity's form until the platform has it: in this browser, when
// the connection is lost or the session has ended. The form itself is saved by HTMX, or by its
// buttons where scripts do not run.

const form = document.querySelector("form[data-draft]");

if (form) {
  const key = `twinbay-draft-${form.dataset.draft}`;
  const notice = document.getElementById("kept-copy");
  const skipped = new Set(["csrfmiddlewaretoken", "revision"]);

  const written = () => [...new FormData(form)].filter(([name]) => !skipped.has(name));
  const revision = () => Number(document.getElementById("f-revision").value);
  const keep = (submitted = false) => {
    const copy = { values: written(), revision: revision(), submitted };
    try {
      localStorage.setItem(key, JSON.stringify(copy));
    } catch {
      // A full or forbidden store: the form and its buttons still hold everything.
    }
  };
  const forget = () => {
    localStorage.removeItem(key);
    notice.hidden = true;
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };
  const putBack = (values) => {
    const byName = Map.groupBy ? Map.groupBy(values, ([name]) => name) : grouped(values);
    for (const input of form.elements) {
      if (!input.name || skipped.has(input.name) || input.type === "submit") continue;
      const given = (byName.get(input.name) ?? []).map(([, value]) => value);
      if (input.type === "checkbox" || input.type === "radio") {
        input.checked = given.includes(input.value);
      } else {
        input.value = given[0] ?? "";
      }
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const grouped = (values) => {
    const groups = new Map();
    for (const pair of values) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
    return groups;
  };

  const before = kept();
  const arrived = before?.submitted && revision() > before.revision;
  const same = JSON.stringify(before?.values) === JSON.stringify(written());
  if (before && !arrived && !same) {
    notice.hidden = false;
    notice.querySelector("[data-restore]").addEventListener("click", () => {
      putBack(before.values);
      notice.hidden = true;
    });
    notice.querySelector("[data-forget]").addEventListener("click", forget);
  } else if (before) {
    forget();
  }

  form.addEventListener("input", () => keep());
  form.addEventListener("submit", () => keep(true));

  const state = () => document.getElementById("save-state");
  // What was typed while the answer was under way is not saved yet, so compare before forgetting.
  let sent = "";
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === form) sent = JSON.stringify(written());
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt !== form) return; // the event is the target's
    const answered = event.detail.xhr.getResponseHeader("X-Draft") !== null;
    event.detail.shouldSwap = answered; // never the sign-in page, never an error page
    if (!answered) state().replaceChildren(notSaved());
    else if (event.detail.xhr.status === 200 && sent === JSON.stringify(written())) forget();
  });
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(failure, (event) => {
      if (event.detail.elt !== form || event.detail.xhr?.getResponseHeader("X-Draft")) return;
      keep();
      state().replaceChildren(notSaved());
    });
  }
  const notSaved = () => document.getElementById("not-saved").content.cloneNode(true);
  window.addEventListener("online", () => form.dispatchEvent(new Event("change")));
}
