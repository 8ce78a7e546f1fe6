import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { drilledDocument, fullDocument } from '../document/document.fixture.spec';
import { renderReport } from '../write-report';

const CHROMIUM = '/usr/bin/chromium';
const missing = existsSync(CHROMIUM) ? false : 'Chromium is not installed (Debian: chromium)';
const BYTES_MAX = 5_000_000;
const FIRST_VIEW_MS_MAX = 2_000;

describe('the report in Chromium', { skip: missing }, () => {
  let folder = '';
  let browser: Browser;
  const open = async (file: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.on('pageerror', ({ message }) => assert.fail(message));
    await page.goto(`${pathToFileURL(join(folder, file))}`);
    return page;
  };
  const rows = (page: Page) => page.locator('#machines tbody tr:visible').count();
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'homeward-page-'));
    for (const [name, machines] of [
      ['small', 30],
      ['large', 1_000],
    ] as const) {
      const doc = await fullDocument(machines);
      for (const file of await renderReport(doc, { formats: ['html'], languages: ['en', 'ja'] }))
        writeFileSync(join(folder, file.name.replace('index', name)), file.content);
    }
    for (const file of await renderReport(await drilledDocument(), { formats: ['html'], languages: ['en'] }))
      writeFileSync(join(folder, file.name.replace('index', 'drilled')), file.content);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows a drill at the instant that the slider or the address names, and without scripts its end', async () => {
    const page = await open('drilled.html');
    const slider = page.locator('#undisturbed input');
    const state = page.locator('#undisturbed tbody tr').last().locator('td').last();
    const end = (await state.textContent()) ?? '';
    assert.match(end, /runs at home$/);
    await slider.fill('0');
    assert.equal(await state.textContent(), 'in Azure, runs in Azure');
    assert.match(page.url(), /#undisturbed@0$/);
    await page.reload();
    assert.equal(await slider.inputValue(), '0');
    assert.match((await page.locator('#undisturbed output').textContent()) ?? '', /^0:00 – runs in Azure: 1/);
    const still = await open('drilled.html', { javaScriptEnabled: false });
    const last = still.locator('#undisturbed tbody tr').last().locator('td').last();
    assert.equal(await last.textContent(), end);
    assert.equal(await still.locator('#undisturbed input').isVisible(), false);
  });

  it('filters by verdict and text, and keeps both in its address', async () => {
    const page = await open('small.html');
    assert.equal(await rows(page), 30);
    await page.getByLabel('BLOCKED', { exact: false }).first().check();
    const blocked = await rows(page);
    assert.ok(blocked > 0 && blocked < 30);
    await page.getByLabel('Search by name or reason').fill('snapshot');
    const found = await rows(page);
    assert.ok(found > 0 && found < blocked);
    assert.match(page.url(), /[?]verdict=blocked&q=snapshot$/);
    await page.reload();
    assert.equal(await rows(page), found);
    assert.match((await page.locator('a[hreflang=ja]').getAttribute('href')) ?? '', /verdict=blocked/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.waitForFunction('location.search === ""');
    assert.equal(await rows(page), 30);
  });

  it('opens a machine by its link, from the keyboard alone', async () => {
    const page = await open('small.html');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'skip');
    await page.locator('#machines td a').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#each details[open] .body').first().waitFor();
  });

  it('shows everything with scripts off', async () => {
    const page = await open('small.html', { javaScriptEnabled: false });
    assert.equal(await page.locator('#machines tbody tr').count(), 30);
    assert.equal(await page.locator('#filter').isVisible(), false);
  });

  for (const width of [360, 1_920])
    for (const colorScheme of ['light', 'dark'] as const)
      it(`needs no sideways scrolling at ${width} px, ${colorScheme}`, async () => {
        const page = await open('small.ja.html', { viewport: { width, height: 900 }, colorScheme });
        await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        assert.ok(Number(wide) <= width, `${wide} px`);
      });

  it('has a name for every control, and headings in order', async () => {
    const page = await open('small.html');
    for (const control of await page.locator('input, button, nav, svg').all())
      assert.notEqual((await control.ariaSnapshot()).trim(), '');
    const levels = await page
      .locator('h1, h2, h3')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    for (const [index, level] of levels.entries())
      assert.ok(level <= (levels[index - 1] ?? 0) + 1, `h${level}`);
  });

  for (const file of ['large.html', 'large.ja.html'])
    it(`has at most 5 MB for 1,000 machines, and shows itself within 2 s (${file})`, async () => {
      const { size } = statSync(join(folder, file));
      assert.ok(size <= BYTES_MAX, `${size} bytes`);
      const page = await open(file);
      const seen = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0';
      await page.waitForFunction(`(${seen}) > 0`);
      const ms = Number(await page.evaluate(seen));
      assert.ok(ms <= FIRST_VIEW_MS_MAX, `${ms} ms`);
    });
});
