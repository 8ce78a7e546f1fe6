import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drilledDocument, fullDocument, smallDocument } from '../document/document.fixture.spec';
import { renderReport } from '../write-report';
import { LANGUAGES } from './index';

/** Words that are the same in Japanese: names of products, protocols, columns and units. */
const SAME =
  /^(azure|homeward|node|report|json|junit|xml|journal|ndjson|host|html|index|sha|md|rto|rpo|wilson|min|nist|dora|art|iso|soc|rts|sp|mbit|tib|gib|vmware|tools|linux|windows|rvtools|vcenter|virtual|machine|xlsx|one|disk|enableuuid|vmfs|dhcp|bios|efi|raw|expressroute|vpn|site|recovery|manager|deployment|planner|peak|data|churn|mobility|microsoft|govc|info|json|device|disk|snapshot|mib|tbit|hosts|column|bandwidth|assume|static|address|license|licenses|assigned|permissions|role|ls|read|only|os|true|seed|csv|vm|esx|san|erp|db|web|build|tpl|or|path|vinfo|vdisk|vhost|vsnapshot|vdatastore|vpartition|vmetadata|hard|vstorage|vmotion|vmdk|storage|services?|datastores?|guest|net|npx|replay|drill|vsphere|classic|modernized)$/;

const textOf = (page: string): string =>
  page
    .replace(/<(style|script|code)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<(span|a)\b[^>]*lang="en"[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#?\w+;/g, ' ');

describe('words', () => {
  it('leave no English in the Japanese page of a drilled estate, its waves and its what-if', async () => {
    const doc = await drilledDocument();
    const [page] = await renderReport(doc, { formats: ['html'], languages: ['ja'] });
    assert.match(`${page?.content}`, /^<!doctype html>\n<html lang="ja">/);
    const words = textOf(`${page?.content}`).match(/(?<![\w-])[A-Za-z]+(?![\w-])/g) ?? [];
    const names = new Set(doc.machines.flatMap(({ name }) => name.split(/[^a-z]+/)));
    const checkers = new Set(doc.checkers.flatMap(({ checker }) => checker.split(/[^a-zA-Z]+/)));
    const codes = /^(SIM|HW|ISO|DORA|SOC|NIST|CP)\b|^[A-Z]/;
    const left = words
      .filter((word) => word.length > 2 && !codes.test(word) && !SAME.test(word.toLowerCase()))
      .filter((word) => !names.has(word) && !checkers.has(word));
    assert.deepEqual([...new Set(left)], []);
  });

  it('have no title or heading of a full report that is the same in both languages', async () => {
    const doc = await fullDocument(6);
    const headings = async (language: 'en' | 'ja') => {
      const [page] = await renderReport(doc, { formats: ['html'], languages: [language] });
      return [...`${page?.content}`.matchAll(/<(h2|h3|th|caption|legend|dt)\b[^>]*>([^<]+)</g)].map(
        (match) => match[2] ?? '',
      );
    };
    const english = new Set(await headings('en'));
    const same = (await headings('ja')).filter((text) => english.has(text));
    const runs = (doc.history?.runs ?? []).map(({ id }) => id.slice(0, 6));
    // The names of the rules' profiles are those of the documents.
    assert.deepEqual(
      [...new Set(same)].sort(),
      [...new Set(runs), 'RPO 95 %', 'RTO 95 %', 'SHA-256', ...(doc.profiles?.profiles ?? [])].sort(),
    );
  });

  it('say in Japanese what every rule, reason and assumption of an estate says', async () => {
    for (const changes of [{}, { vSnapshot: undefined }, { vDatastore: undefined, vHost: undefined }]) {
      const doc = await smallDocument(changes);
      const texts = [
        ...Object.values(doc.rules).map(({ rule }) => rule),
        ...doc.machines.flatMap(({ reasons, caveats }) => [
          ...reasons.flatMap(({ text, fix = '' }) => [text, fix]),
          ...caveats.flatMap(({ text = '', settle = '' }) => [text, settle]),
        ]),
        ...doc.assumptions.flatMap(({ what, why, settle }) => [what, why, settle]),
        ...doc.unknownOfEstate.flatMap(({ rule, text, settle }) => [rule, text, settle]),
        ...doc.notCounted.map(({ why }) => why),
      ];
      const silent = texts.filter((text) => text !== '' && LANGUAGES.ja.said(text) === undefined);
      assert.deepEqual([...new Set(silent)], []);
    }
  });
});
