import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ConsoleClient } from './console.fixture.spec';

const CHROMIUM = '/usr/bin/chromium';
const missing = existsSync(CHROMIUM) ? false : 'Chromium is not installed (Debian: chromium)';
/** Where a session is missing or nobody answers, browsers write that themselves. */
const EXPECTED =
  /401|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;

describe('the console in Chromium', { skip: missing }, () => {
  let client: ConsoleClient;
  let browser: Browser;
  let page: Page;
  const told: string[] = [];
  const asked: string[] = [];
  before(async () => {
    client = await ConsoleClient.open({ failedOver: true, clock: 'paced', speed: 60 });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const context = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on(
      'console',
      (message) => ['error', 'warning'].includes(message.type()) && told.push(message.text()),
    );
    page.on('pageerror', ({ message }) => told.push(message));
    page.on('request', (request) => asked.push(request.url()));
  });
  after(async () => {
    await browser.close();
    await client.close();
  });

  const says = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector, { hasText: text }).first().waitFor();

  it('opens by its link, and draws the topology', async () => {
    await page.goto(client.served.consoleUrl());
    await says('#azure-groups .machine.runs', 'erp-db-01');
    await says('#site-groups .machine.idle', 'erp-db-01');
    await says('#links .link', 'site connection');
    await says('#pace', 'PACED ×60');
    assert.equal(new URL(page.url()).hash, '', 'the ticket stays in the address');
    assert.equal(await page.evaluate('document.cookie'), '');
  });

  it('has HALT first, names for every control, and one main landmark', async () => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.id'), 'halt');
    const nameless = await page.evaluate(
      `[...document.querySelectorAll('button, select, input')].filter((each) => !each.hidden &&
        !(each.getAttribute('aria-label') ?? each.labels?.[0]?.textContent ?? each.textContent).trim()).length`,
    );
    assert.equal(nameless, 0);
    assert.equal(await page.getByRole('main').count(), 1);
    assert.equal(await page.getByRole('status').count(), 2);
  });

  it('injects a fault, marks it where it acts, and heals it', async () => {
    await page.selectOption('#kind', 'connection-cut');
    await page.selectOption('#target', 'site connection');
    await page.fill('#lasts', '60');
    await page.click('#inject-it');
    await says('#links .mark', /connection-cut · \d\d:\d\d min left/);
    await says('#links .link', 'Critical');
    const dashes = await page
      .locator('#links .link .flow > line')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('stroke-dasharray')));
    assert.deepEqual(dashes, ['', '', '2 9', '2 9']);
    await says('#events li', 'site connection carries nothing');
    await page.getByRole('button', { name: 'Heal connection-cut' }).click();
    await page.locator('#links .mark').waitFor({ state: 'detached' });
    await says('#events li', 'site connection carries again');
  });

  it('shows refusals in words', async () => {
    await page.selectOption('#kind', 'connection-narrow');
    await page.fill('#how-mbitPerSecond', '99999999');
    await page.click('#inject-it');
    await says('#inject-says', 'Refused');
    // Chromium itself writes that, for each answer that is a refusal.
    assert.match(told.splice(0).join(), /^[^,]* 400 [^,]*$/);
  });

  it('stops time and lets it pass by steps', async () => {
    await page.click('#pause');
    await says('#pace', 'STOPPED');
    const { nowMs } = (await client.enter().then(() => client.view())).clock;
    await page.click('#leap');
    await says('#said', '10:00 min passed');
    assert.equal((await client.view()).clock.nowMs, nowMs + 600_000);
    await page.click('#pause');
    await says('#pace', 'PACED');
  });

  it('survives a reload, with what happened', async () => {
    await page.reload();
    await says('#events li', 'site connection carries again');
    await says('#connection', 'live');
  });

  it('halts by keyboard alone, and lets faults strike again', async () => {
    await client.ask('POST', '/faults', { fault: 'process-server-crash', target: 'ps-azure-01' });
    await says('#azure-servers .mark', 'process-server-crash · until healed');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says('#halt', 'HALTED');
    await page.locator('#azure-servers .mark').waitFor({ state: 'detached' });
    assert.equal(await page.locator('#inject-it').isDisabled(), true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says('#halt-says', 'refuses new ones');
    assert.equal(await page.evaluate('document.activeElement.id'), 'halt');
  });

  it('fits 360 px and 1,920 px', async () => {
    for (const width of [360, 1_920]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.equal(over, 0, `${width} px`);
    }
  });

  it('says that the connection is lost, that it has no session, and goes on with a new link', async () => {
    assert.deepEqual(told, []);
    const port = Number(new URL(client.origin).port);
    await client.close();
    await says('[role=alert]', 'server has stopped');
    await says('[role=alert]', 'connection to the server is lost');
    assert.equal(await page.locator('#halt').isVisible(), true);
    client = await ConsoleClient.open({ failedOver: true, port });
    await says('[role=alert]', 'no session');
    await page.goto(client.served.consoleUrl());
    await says('#connection', 'live');
    await says('#pace', 'VIRTUAL');
    assert.deepEqual(
      told.filter((text) => !EXPECTED.test(text)),
      [],
    );
  });

  it('says what the drill came to', async () => {
    client.served.over({ verdict: 'proven', because: 'All machines came home.', folder: 'reports/runs/x' });
    await says('#outcome', 'The drill is over: ● PROVEN');
    await says('#outcome', 'Its report: reports/runs/x/report.html');
    await client.close();
    await says('#connection', 'the drill is over');
    assert.equal(await page.locator('.notice:not(noscript *)').count(), 0);
  });

  it('asks nobody else', () => {
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(`${client.origin}/homeward/`) && !url.startsWith('data:')),
      [],
    );
  });
});
