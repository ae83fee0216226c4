/* Search without a server. From file:// a browser starts no worker; this one stands in
   for it and runs the search in the page itself. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    #loaded;

    constructor(address) {
      super();
      const place = new URL(address, location);
      const load = (one) =>
        new Promise((done, failed) => {
          const script = document.createElement("script");
          script.src = new URL(one, place);
          script.onload = done;
          script.onerror = failed;
          document.head.append(script);
        });
      window.importScripts = async (...all) => {
        for (const one of all) await load(one);
      };
      window.postMessage = (data) =>
        this.dispatchEvent(new MessageEvent("message", { data }));
      this.#loaded = load(place);
    }

    async postMessage(data) {
      await this.#loaded;
      window.dispatchEvent(new MessageEvent("message", { data }));
    }
  };
}
