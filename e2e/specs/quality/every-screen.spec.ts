import type { Page } from "@playwright/test";
import { openScreens, screens } from "../../fixtures/screens";
import { expect, expectAccessible, expectNoSidewaysScroll, signUp, test } from "../../fixtures/test";
import { ConnectPage } from "../../pages/connect-page";

test.describe.configure({ mode: "serial", timeout: 240_000 });

let state: Awaited<ReturnType<import("@playwright/test").BrowserContext["storageState"]>>;
let found: string[] = [];

/** The pages of single things, by following what the lists show. */
async function findDetails(page: Page): Promise<string[]> {
  await page.goto("/integrations/configure");
  const integration = await page.getByRole("link", { name: /WordPress/ }).getAttribute("href");
  await page.goto("/integrations/monitor/runs");
  const run = await page.locator("a[data-row]").first().getAttribute("href");
  const id = integration?.split("/").at(-1);
  return [
    `/integrations?open=${id}`,
    `/integrations?open=${id}&tab=connection`,
    `/integrations?open=${id}&tab=logs`,
    `${integration}`,
    `${integration}/records`,
    `${integration}/activity`,
    `${run}`,
  ];
}

/** Data is there and nothing loads any more. */
async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator("[role=status][aria-label^=Loading]")).toHaveCount(0);
  // What React streams waits in a hidden element before it takes its place.
  await expect(page.locator("[hidden][id^='S:']")).toHaveCount(0);
  await expect(page.locator("h1:not([hidden] *)").first()).toBeAttached();
}

test("prepare a workspace with something in it", async ({ page, context }) => {
  await signUp(page, "Demo screens");
  await new ConnectPage(page).connectSandboxWordpress();
  await page.goto("/content/new");
  await page.getByLabel("Title").fill("Demo piece");
  await page.getByLabel("Text", { exact: true }).fill("Some words.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/content\/cnt_/);
  found = [...(await findDetails(page))];
  state = await context.storageState();
});

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${scheme}`, async ({ browser }) => {
    const visitor = await browser.newContext({ colorScheme: scheme, reducedMotion: "reduce" });
    const guest = await visitor.newPage();
    for (const address of openScreens) {
      await settle(guest, address);
      await expectAccessible(guest, `${address} (${scheme})`);
    }
    await visitor.close();
    const context = await browser.newContext({
      colorScheme: scheme,
      storageState: state,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    for (const address of [...screens, ...found]) {
      await settle(page, address);
      await expectAccessible(page, `${address} (${scheme})`);
    }
    await context.close();
  });
}

test("a phone of 360 pixels never scrolls sideways", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    storageState: state,
  });
  const page = await context.newPage();
  for (const address of [...screens, ...found]) {
    await settle(page, address);
    await expectNoSidewaysScroll(page, address);
  }
  await page.goto("/integrations");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Content" }).click();
  await expect(page).toHaveURL(/\/content$/);
  await context.close();
});
