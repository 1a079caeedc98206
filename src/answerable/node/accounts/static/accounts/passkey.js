/* Asks the device to make or to show a passkey, and puts its answer into the form. Without JavaScript
   these forms stay hidden, and codes do the same. */
"use strict";
(function () {
  if (!window.PublicKeyCredential) return;

  function toBytes(text) {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
  }

  function toText(buffer) {
    const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function known(list) {
    return (list || []).map((one) => Object.assign({}, one, { id: toBytes(one.id) }));
  }

  function asked(options) {
    const key = Object.assign({}, options.publicKey, { challenge: toBytes(options.publicKey.challenge) });
    if (key.user) key.user = Object.assign({}, key.user, { id: toBytes(key.user.id) });
    if (key.excludeCredentials) key.excludeCredentials = known(key.excludeCredentials);
    if (key.allowCredentials) key.allowCredentials = known(key.allowCredentials);
    return { publicKey: key };
  }

  function plain(credential) {
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    });
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function options(form) {
    const here = document.getElementById("passkey-options");
    if (here) return JSON.parse(here.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    const failed = form.querySelector("[data-passkey-failed]");
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      failed.hidden = true;
      try {
        const request = asked(await options(form));
        const credential = form.dataset.passkey === "create"
          ? await navigator.credentials.create(request)
          : await navigator.credentials.get(request);
        form.elements.credential.value = JSON.stringify(plain(credential));
        form.submit();
      } catch (error) {
        failed.hidden = false;
      }
    });
  });
})();
