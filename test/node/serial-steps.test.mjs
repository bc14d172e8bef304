import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialSteps } from '../bench/network/requests.mjs';

const page = { url: '/page', start: 0, end: 2, initiator: { type: 'other' } };
const byParser = (url, start, end) => ({ url, start, end, initiator: { type: 'parser', url: '/page' } });
const byScript = (url, start, end, asking) => ({ url, start, end, initiator: { type: 'script', stack: { callFrames: [{ url: asking }] } } });

test('a page alone is one serial step', () => {
  assert.equal(serialSteps([page]), 1);
});

test('what the parser finds is one step after the page, though the page is still coming or something else has ended', () => {
  assert.equal(serialSteps([page, byParser('/a.css', 1, 3), byParser('/b.js', 4, 6)]), 2);
});

test('data that a script asks for is a step after that script, and data beside it is not', () => {
  assert.equal(serialSteps([page, byParser('/b.js', 1, 4), byScript('/data', 5, 7, '/b.js')]), 3);
  assert.equal(serialSteps([page, byParser('/b.js', 1, 4), byParser('/data', 1, 4)]), 2);
});

test('a request that starts after another response has ended is a step after it', () => {
  const requests = [page, byParser('/b.js', 1, 4), byScript('/first', 5, 7, '/b.js'), byScript('/second', 8, 9, '/b.js')];
  assert.equal(serialSteps(requests), 4);
});

test('requests side by side are one step', () => {
  const requests = [page, byParser('/b.js', 1, 4), byScript('/first', 5, 7, '/b.js'), byScript('/second', 6, 9, '/b.js')];
  assert.equal(serialSteps(requests), 3);
});
