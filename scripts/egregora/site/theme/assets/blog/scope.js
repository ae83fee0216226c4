/* What the theme keeps in the browser, per blog. The theme has this inline; the
   content security policy allows files only. */
__md_scope = new URL(document.currentScript.dataset.base, location);
__md_hash = (text) =>
  [...text].reduce((hash, one) => (hash << 5) - hash + one.charCodeAt(0), 0);
__md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key));
__md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch (error) {}
};
