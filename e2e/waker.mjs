// The browser as it wakes a program whose pages believe that nothing has changed.

/**
 * The browser's part towards our service worker, played by hand.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} origin
 */
export async function waker(page, origin) {
  // Chromium asks nobody for this, but the one that is driven by tests refuses it.
  await page.context().grantPermissions(["background-sync"]);
  const wire = await page.context().newCDPSession(page);
  let registrationId = "";
  wire.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const ours = registrations.find((one) => !one.isDeleted && one.scopeURL === `${origin}/`);
    if (ours) registrationId = ours.registrationId;
  });
  await wire.send("ServiceWorker.enable");
  return {
    /** The network is back for what was registered under a tag. */
    says: (/** @type {string} */ tag) =>
      wire.send("ServiceWorker.dispatchSyncEvent", {
        origin,
        registrationId,
        tag,
        lastChance: false,
      }),
  };
}

/**
 * What the service worker is to be woken for.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export function wokenFor(page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return /** @type {any} */ (registration).sync.getTags();
  });
}
